/* Tells a form the visitor's time zone, so that dates are told by their clock. */
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

for (const input of document.querySelectorAll("input[data-time-zone]")) {
  input.value ||= zone ?? "";
}
