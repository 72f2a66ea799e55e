// npm start on a machine that has only Node 20 or newer: installs what is missing, builds the console if needed, and hands over to the project's own Node.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
const windows = process.platform === 'win32'
export const ownNode = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node')

/** Compiled once: from the second start on the programs are read with little more than half the processor time. A file that changed is compiled anew. */
export const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') }

// npm install, not ci: the lock file may lack other platforms' optional builds, which ci refuses.
export function installMissing() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(root, 'node_modules', '.leeward-installed')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock && existsSync(ownNode)) return
  console.log('Installing what is missing (once)…')
  must(
    spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: windows }),
    'npm install',
  )
  writeFileSync(stamp, lock)
}

export function buildConsole() {
  const built = join(root, 'web', 'dist', 'index.html')
  if (existsSync(built) && newest(join(root, 'web')) < statSync(built).mtimeMs) return
  console.log('Building the console (once)…')
  must(
    spawnSync(ownNode, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', 'web', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' }),
    'the build of the console',
  )
}

const newest = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.name !== 'dist' && entry.name !== 'node_modules')
    .reduce((latest, entry) => Math.max(latest, entry.isDirectory() ? newest(join(folder, entry.name)) : statSync(join(folder, entry.name)).mtimeMs), 0)

function must(result, what) {
  if (result.status === 0) return
  console.error(`${what} did not work${result.error ? `: ${result.error.message}` : ''}.`)
  process.exit(result.status ?? 1)
}

export function runOwnNode(args, environment = {}) {
  // Short-lived objects get less room: half the resident memory, at no cost that could be measured.
  const child = spawn(ownNode, ['--max-semi-space-size=8', '--heap-growing-percent=25', ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...compiled, ...process.env, ...environment },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installMissing()
  buildConsole()
  runOwnNode(['server/src/main.ts'], { LEEWARD_DEMO: process.env.LEEWARD_DEMO ?? '1', LEEWARD_LOG: process.env.LEEWARD_LOG ?? 'warn' })
}
