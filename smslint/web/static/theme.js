// Sets the theme before the page is painted, so that a dark page never flashes white.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("smslint.theme"); } catch { /* storage may be closed to us */ }
  if (theme === "dark" || theme === "light") document.documentElement.dataset.theme = theme;
})();
