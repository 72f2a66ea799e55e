// The status page in a storm: wrk at 64 connections against one process of ours, and against nginx with one worker that serves the same bytes, in the same run.
// While it is loaded an update must become visible, and with the database stopped it must still be there. Needs wrk and nginx (Debian: apt-get install wrk nginx-light).
import { type ChildProcess, execFile, fork, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { renderBrand } from '../server/src/communicate/status-page/render.ts'
import type { Context, Figure } from './run.ts'
import { publishUpdate } from './support/mail.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, round } from './support/system.ts'

const run = promisify(execFile)
const [connections, secondsEach] = [64, 8]
type Measured = { perSecond: number; p99: number; others: number }

export default async function statusPage({ serverUrl, tmp }: Context): Promise<Figure[]> {
  for (const program of ['wrk', 'nginx']) if (spawnSync(program, ['-v']).error) throw new Error(`${program} is not here: apt-get install wrk nginx-light`)
  const deps = await benchSystem(serverUrl, tmp)
  await fillRegistry(deps.db, { accounts: 1_000, exposuresPerAccount: 1 })
  const { rows } = await sql<{ id: string; slug: string }>`select id, slug from brands limit 1`.execute(deps.db)
  const brand = rows[0] as { id: string; slug: string }
  const crisisId = await benchCrisis(deps, 1, null)
  await publishUpdate(deps, crisisId)
  await renderBrand(deps.db, brand.id, new Date(), deps.config.statusUrl)
  const [ours, theirs] = [await freePort(), await freePort()]
  const server = await served(ours, (deps.pool.options as { connectionString?: string }).connectionString ?? '')
  const page = `http://127.0.0.1:${ours}/${brand.slug}/`
  const whole = await fetch(page)
  const [etag, bytes] = [whole.headers.get('etag') ?? '', Buffer.from(await whole.arrayBuffer())]
  const nginx = nginxWith(tmp, theirs, bytes, etag)
  const same = `http://127.0.0.1:${theirs}/page`
  try {
    await until(async () => (await fetch(same)).status === 200)
    // Turn by turn, so that a noisy moment hits both.
    const turns = { ours: [] as Measured[], nginx: [] as Measured[], ours304: [] as Measured[], nginx304: [] as Measured[] }
    for (let turn = 0; turn < 3; turn += 1) {
      turns.ours.push(await wrk(page))
      turns.nginx.push(await wrk(same))
      turns.ours304.push(await wrk(page, etag))
      turns.nginx304.push(await wrk(same, etag))
    }
    const visible = await visibleUnderLoad(deps, crisisId, page)
    return figures(turns, visible, bytes.length)
  } finally {
    server.kill('SIGKILL')
    nginx.kill('SIGTERM')
    await deps.close()
  }
}

const middle = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number

function figures(turns: Record<'ours' | 'nginx' | 'ours304' | 'nginx304', Measured[]>, visible: number, bytes: number): Figure[] {
  const rate = (of: Measured[]) => middle(of.map(({ perSecond }) => perSecond))
  const others = [...turns.ours, ...turns.ours304].reduce((sum, { others: more }) => sum + more, 0)
  return [
    {
      name: `pages of ${bytes} bytes`,
      value: Math.round(rate(turns.ours)),
      unit: 'a second',
      limit: 0.9,
      ratio: round(rate(turns.ours) / rate(turns.nginx)),
      atLeast: true,
    },
    {
      name: 'unchanged (304)',
      value: Math.round(rate(turns.ours304)),
      unit: 'a second',
      limit: 0.9,
      ratio: round(rate(turns.ours304) / rate(turns.nginx304)),
      atLeast: true,
    },
    {
      name: 'slowest of a hundred',
      value: round(middle(turns.ours.map(({ p99 }) => p99))),
      unit: 'ms',
      limit: 1,
      ratio: round(middle(turns.ours.map(({ p99 }) => p99)) / 50),
    },
    { name: 'until an update is visible, under load', value: round(visible), unit: 's', limit: 1, ratio: round(visible) },
    { name: 'answers that were neither 200 nor 304', value: others, unit: 'answers', limit: 0, ratio: others },
  ]
}

async function wrk(url: string, etag?: string): Promise<Measured> {
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${secondsEach}s`, '--latency', ...(etag ? ['-H', `If-None-Match: ${etag}`] : []), url])
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  const [, p99 = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? []
  return { perSecond, p99: Number(p99) * ({ us: 0.001, ms: 1, s: 1_000 }[unit] ?? 1), others: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0) }
}

async function visibleUnderLoad(deps: Awaited<ReturnType<typeof benchSystem>>, crisisId: string, page: string): Promise<number> {
  const load = wrk(page)
  await new Promise((later) => setTimeout(later, 1_000))
  const before = (await fetch(page)).headers.get('etag')
  const began = performance.now()
  await publishUpdate(deps, crisisId, 'resolved')
  await until(async () => (await fetch(page)).headers.get('etag') !== before)
  const took = (performance.now() - began) / 1_000
  await load
  return took
}

/** A process of its own, as in production: only what serves the pages. */
async function served(port: number, databaseUrl: string): Promise<ChildProcess> {
  const child = fork(new URL('./support/status-server.ts', import.meta.url).pathname, [String(port), databaseUrl])
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready())
    child.once('exit', (code) => failed(new Error(`the status server ended: ${code}`)))
  })
  return child
}

function nginxWith(tmp: string, port: number, bytes: Buffer, etag: string): ChildProcess {
  const root = join(tmp, 'nginx')
  mkdirSync(join(root, 'html'), { recursive: true })
  writeFileSync(join(root, 'html', 'page'), bytes)
  // Its own etag is of another form, so that of ours is compared by a rule: as little work as it can have.
  writeFileSync(
    join(root, 'nginx.conf'),
    `user root; worker_processes 1; daemon off; error_log stderr crit; pid ${root}/nginx.pid;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 1000000; default_type text/html; etag off;
 client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c; uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e;
 map $http_if_none_match $same { default 0; '${etag}' 1; }
 server { listen 127.0.0.1:${port}; root ${root}/html; location /page { if ($same) { return 304; } add_header ETag '${etag}'; add_header Cache-Control 'public, max-age=10'; } } }
`,
  )
  return spawn('nginx', ['-c', join(root, 'nginx.conf'), '-p', root], { stdio: 'ignore' })
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds().catch(() => false)) return
    await new Promise((later) => setTimeout(later, 25))
  }
  throw new Error('it did not happen within ten seconds')
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })
