/* Passkeys need a script: show their buttons where one can work, and say when it did not. */
const buttons = document.querySelectorAll("[data-passkey]");
const supported = "PublicKeyCredential" in window && window.isSecureContext;

for (const button of buttons) {
  button.hidden = !supported;
}
for (const note of document.querySelectorAll("[data-passkey-unsupported]")) {
  note.hidden = supported;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const words = document.querySelector("[data-passkey-error]");
  if (words) words.hidden = false;
});
