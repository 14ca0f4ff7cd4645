// A browser that never had it, or a policy that took it away.
delete window.WebAssembly;
