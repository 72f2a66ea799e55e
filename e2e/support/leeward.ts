// A Leeward as a newcomer starts it: its own process with the demo, its own database, free ports.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '../../server/src/platform/database/connect.ts'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export type Leeward = { consoleUrl: string; statusUrl: string; email: string; password: string; stop: () => Promise<void> }

/**
 * Without the demo's signals, which take a moment at each start, and on a database that is migrated already.
 * @param more further settings, by the names of the environment; with `LEEWARD_DEMO_SIGNALS: '1'` everything is as for a newcomer
 */
export async function startLeeward(more: Record<string, string> = {}): Promise<Leeward> {
  const serverUrl = inject('serverUrl')
  await buildConsole(serverUrl)
  const name = `e2e_${randomUUID().replaceAll('-', '')}`
  const folder = mkdtempSync(join(tmpdir(), 'leeward-e2e-'))
  const [port, statusPort, smtpPort] = await freePorts(3)
  const child = spawn(process.execPath, ['server/src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: await createDatabase(serverUrl, name, more.LEEWARD_DEMO_SIGNALS === '1' ? undefined : 'leeward_template'),
      LEEWARD_DATA_DIR: folder,
      LEEWARD_PORT: String(port),
      LEEWARD_STATUS_PORT: String(statusPort),
      LEEWARD_SMTP_PORT: String(smtpPort),
      LEEWARD_DEMO: '1',
      LEEWARD_DEMO_ACCOUNTS: '2000',
      LEEWARD_DEMO_SIGNALS: '0',
      LEEWARD_LOG: 'error',
      ...more,
    },
  })
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    }
    await dropDatabase(serverUrl, name)
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    return { consoleUrl: `http://127.0.0.1:${port}`, statusUrl: `http://127.0.0.1:${statusPort}`, ...(await readWelcome(child)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Waits for the lines that tell how to sign in. */
async function readWelcome(child: ChildProcess): Promise<{ email: string; password: string }> {
  let said = ''
  return new Promise((found, failed) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const [, email] = /Sign in as\s+(\S+@\S+)/.exec(said) ?? []
      const [, password] = /Password\s+(\S+)\n/.exec(said) ?? []
      if (email && password && said.includes('Stop it with')) found({ email, password })
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('exit', (code) => failed(new Error(`Leeward stopped with ${code}:\n${said}`)))
  })
}

/** Once, also where two specifications begin at the same time: the second waits and finds it done. */
async function buildConsole(serverUrl: string) {
  const lock = new pg.Client(serverUrl)
  await lock.connect()
  try {
    await lock.query(`select pg_advisory_lock(hashtext('build of the console'))`)
    execFileSync(process.execPath, ['--input-type=module', '--eval', `import { buildConsole } from './scripts/start.mjs'; buildConsole()`], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, NODE_ENV: 'production' },
    })
  } finally {
    await lock.end()
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      return server
    }),
  )
  const ports = servers.map((server) => (server.address() as { port: number }).port)
  await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))))
  return ports
}
