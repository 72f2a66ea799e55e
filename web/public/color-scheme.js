// Runs before the first paint, so that a dark screen at 03:00 never flashes white.
try {
  var kept = window.localStorage.getItem('mantine-color-scheme-value')
  var chosen = kept === 'light' || kept === 'dark' ? kept : window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.setAttribute('data-mantine-color-scheme', chosen)
} catch (_error) {
  document.documentElement.setAttribute('data-mantine-color-scheme', 'light')
}
