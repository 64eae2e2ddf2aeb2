// What the page takes from the browser when its modules are loaded.
Object.assign(globalThis, {
  location: { search: "?depth=numbers&lang=en&token=secret", pathname: "/gates" },
  addEventListener: () => undefined,
  localStorage: { getItem: () => null, setItem: () => undefined },
  history: { pushState: () => undefined, replaceState: () => undefined },
  scrollTo: () => undefined,
});
