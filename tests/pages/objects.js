// The browser's own no: Global Privacy Control, for which Chromium has no switch.
Object.defineProperty(navigator, 'globalPrivacyControl', { value: true });
