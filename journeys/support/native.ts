// Packages of others with parts in C++, in a folder and a process of their own: built for the Node of this machine, which is not ours, and never depended on.
import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { foreign } from './foreign.ts'

const run = promisify(execFile)

/**
 * The folder where the packages are, their native parts built; else why they cannot be had here.
 * @param parts the packages among them that must be built
 */
export async function foreignNative(packages: Record<string, string>, parts: string[]): Promise<{ folder: string; node: string } | { missing: string }> {
  const node = systemNode()
  if (!node) return { missing: 'this machine has no Node of its own' }
  const folder = await foreign(packages, 600_000)
  if (!folder) return { missing: 'the packages cannot be had (no registry)' }
  const missing = () => parts.find((part) => !existsSync(join(folder, 'node_modules', part, 'build/Release')))
  if (missing()) {
    const include = join(dirname(dirname(node)), 'include/node')
    const env = {
      ...process.env,
      PATH: `${dirname(node)}${delimiter}${ownPath()}`,
      // Its headers, where they are here: what would fetch them may find no way out.
      ...(existsSync(include) ? { npm_config_nodedir: dirname(dirname(node)) } : {}),
    }
    await run('npm', ['rebuild', '--prefix', folder, ...parts], { cwd: folder, env, timeout: 1_200_000 }).catch(() => undefined)
  }
  const still = missing()
  return still ? { missing: `${still} cannot be built here (it wants python3, make, g++ and the headers of Node)` } : { folder, node }
}

/** Starts a script in that folder; its first line says where it listens, as JSON. It ends with us: when its input does. */
export async function startForeign<T>({ folder, node }: { folder: string; node: string }, script: string): Promise<T & { close: () => Promise<void> }> {
  const whole = `process.stdin.resume(); process.stdin.on('end', () => process.exit(0)); const give = (found) => process.stdout.write(JSON.stringify(found) + '\\n'); (async () => { ${script} })().catch((error) => { console.error(error); process.exit(1) })`
  const child = spawn(node, ['-e', whole], { cwd: folder, stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, LOG_ENABLED: 'false', NODE_OPTIONS: '' } })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const line = await new Promise<string>((heard, failed) => {
    createInterface({ input: child.stdout }).once('line', heard)
    child.once('exit', (code) => failed(new Error(`it ended with ${code} before it said where it listens`)))
  })
  return {
    ...(JSON.parse(line) as T),
    close: () => {
      child.stdin.end()
      return ended
    },
  }
}

/** Not the one that this project brings along. */
const ownPath = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes('node_modules'))
    .join(delimiter)
const systemNode = () =>
  ownPath()
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .find((file) => existsSync(file))
