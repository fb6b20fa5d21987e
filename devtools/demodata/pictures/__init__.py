"""The demo's photographs and portraits, every one of them drawn by this code."""
