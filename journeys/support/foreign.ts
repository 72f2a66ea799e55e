// Programs of others that read what we serve, in a folder of their own: run, never depended on. Their licences are theirs; none of their code comes in here.
import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The folder where the packages are, each at the given version; undefined where they cannot be had (no registry). */
export async function foreign(packages: Record<string, string>, timeout = 120_000): Promise<string | undefined> {
  const wanted = Object.entries(packages).map(([name, version]) => `${name}@${version}`)
  const folder = resolve('node_modules/.cache/foreign', wanted.join('+').replaceAll(/[^\w.+-]/g, '-'))
  const mark = join(folder, 'installed')
  if (existsSync(mark)) return folder
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  return run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...wanted], { timeout }).then(
    () => {
      writeFileSync(mark, '')
      return folder
    },
    () => undefined,
  )
}

/** Runs a script in that folder, in a process of its own; it says what it found as JSON. `give` prints; `args` are handed over. */
export async function inForeign<T>(folder: string, script: string, args: unknown): Promise<T> {
  const whole = `const give = (found) => process.stdout.write(JSON.stringify(found)); const args = ${JSON.stringify(args)}; (async () => { ${script} })().catch((error) => { console.error(error); process.exit(1) })`
  const { stdout } = await run(process.execPath, ['-e', whole], { cwd: folder, timeout: 30_000 })
  return JSON.parse(stdout) as T
}
