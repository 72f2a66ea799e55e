// npm test: does all set-up, runs everything, and says what was skipped and why.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { buildConsole, compiled, installMissing, ownNode, root } from './start.mjs'

installMissing()
buildConsole()
findBrowser()

const child = spawn(
  ownNode,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', '--reporter=./scripts/closing-line.mjs', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit', env: { ...compiled, ...process.env } },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('exit', (code) => process.exit(code ?? 1))

/** A browser where one is missing and can be had: Debian's, as root. Elsewhere the browser tests say that they were skipped. */
function findBrowser() {
  const there = [
    process.env.LEEWARD_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].some((path) => path && existsSync(path))
  if (there || process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return
  console.log('Installing a browser for the end-to-end tests (once)…')
  const quiet = { stdio: 'ignore', timeout: 300_000, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }
  spawnSync('apt-get', ['update'], quiet)
  if (spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], quiet).status !== 0)
    console.log('No browser could be installed; the end-to-end tests are skipped.')
}
