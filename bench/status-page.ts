// The status page in a storm: wrk at 64 connections against one process of ours, and against nginx with one worker that serves the same bytes, headers and body, in the same
// run. While it is loaded an update must become visible, and with the database stopped it must still be there. Needs wrk and nginx (Debian: apt-get install wrk nginx-light).
import { type ChildProcess, execFile, fork, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { renderBrand } from '../server/src/communicate/status-page/render.ts'
import type { Context, Figure } from './run.ts'
import { freePort } from './support/ports.ts'
import { publishUpdate } from './support/mail.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, round } from './support/system.ts'

const run = promisify(execFile)
const [connections, secondsEach, turnsEach] = [64, 3, 7]
type Measured = { perSecond: number; p99: number; others: number }
type Turns = Record<'ours' | 'nginx' | 'ours304' | 'nginx304', Measured[]>

export default async function statusPage({ serverUrl, tmp, stop }: Context): Promise<Figure[]> {
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
  const whole = await fetch(page, asWrk)
  const [etag, bytes] = [whole.headers.get('etag') ?? '', Buffer.from(await whole.arrayBuffer())]
  const nginx = nginxWith(tmp, theirs, bytes, whole.headers)
  const same = `http://127.0.0.1:${theirs}/page`
  try {
    await until(async () => (await fetch(same)).status === 200)
    const tagOfNginx = (await fetch(same, asWrk)).headers.get('etag') ?? ''
    const [sent, sentByNginx] = [await bytesOf(page, etag), await bytesOf(same, tagOfNginx)]
    if (sent !== sentByNginx) throw new Error(`nothing can be compared: nginx sends\n${sentByNginx}\nand ours\n${sent}`)
    // Turn by turn, and compared turn by turn, so that a noisy moment hits both.
    const turns: Turns = { ours: [], nginx: [], ours304: [], nginx304: [] }
    for (let turn = 0; turn < turnsEach; turn += 1) {
      turns.ours.push(await wrk(page))
      turns.nginx.push(await wrk(same))
      turns.ours304.push(await wrk(page, etag))
      turns.nginx304.push(await wrk(same, tagOfNginx))
    }
    const visible = await visibleUnderLoad(deps, crisisId, page)
    return [...figures(turns, visible, bytes.length), ...(stop ? [await withoutDatabase(stop, page)] : [])]
  } finally {
    server.kill('SIGKILL')
    nginx.kill('SIGTERM')
    await deps.close().catch(() => {})
  }
}

const middle = (values: number[]) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] as number

function figures(turns: Turns, visible: number, bytes: number): Figure[] {
  const rate = (of: Measured[]) => middle(of.map(({ perSecond }) => perSecond))
  const against = (ours: Measured[], theirs: Measured[]) => middle(ours.map(({ perSecond }, turn) => perSecond / (theirs[turn] as Measured).perSecond))
  const others = [...turns.ours, ...turns.ours304].reduce((sum, { others: more }) => sum + more, 0)
  return [
    {
      name: `pages of ${bytes} bytes`,
      value: Math.round(rate(turns.ours)),
      unit: 'a second',
      limit: 0.9,
      ratio: round(against(turns.ours, turns.nginx)),
      atLeast: true,
    },
    {
      name: 'unchanged (304)',
      value: Math.round(rate(turns.ours304)),
      unit: 'a second',
      limit: 0.9,
      ratio: round(against(turns.ours304, turns.nginx304)),
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

/** The same load with PostgreSQL stopped: everybody is still answered, with the last that was rendered. */
async function withoutDatabase(stop: () => Promise<unknown>, page: string): Promise<Figure> {
  await stop()
  const { perSecond, others } = await wrk(page)
  const lost = others + (perSecond > 0 ? 0 : 1)
  return {
    name: `not answered with 200 while PostgreSQL is down (${Math.round(perSecond)} a second were)`,
    value: lost,
    unit: 'requests',
    limit: 0,
    ratio: lost,
  }
}

async function wrk(url: string, etag?: string): Promise<Measured> {
  const { stdout } = await run('wrk', ['-t1', `-c${connections}`, `-d${secondsEach}s`, '--latency', ...(etag ? ['-H', `If-None-Match: ${etag}`] : []), url])
  const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1])
  const [, p99 = '', unit = ''] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? []
  const failed = [...(/Socket errors: .*/.exec(stdout)?.[0] ?? '').matchAll(/\d+/g)].reduce((sum, [count]) => sum + Number(count), 0)
  const others = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0) + failed
  return { perSecond, p99: Number(p99) * ({ us: 0.001, ms: 1, s: 1_000 }[unit] ?? 1), others }
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

/** With every header that ours sends, so that both send the same bytes; those of the connection each has its own. */
function nginxWith(tmp: string, port: number, bytes: Buffer, headers: Headers): ChildProcess {
  const root = join(tmp, 'nginx')
  mkdirSync(join(root, 'html'), { recursive: true })
  writeFileSync(join(root, 'html', 'page'), bytes)
  const changed = new Date(headers.get('last-modified') ?? 0)
  utimesSync(join(root, 'html', 'page'), changed, changed)
  const sent = [...headers]
    .filter(([name]) => ![...ownHeaders, 'etag'].includes(name))
    .map(([name, value]) => `add_header ${name} "${value.replaceAll('"', '\\"')}";`)
  // It serves a file as it does for everybody: with a tag of its own, by which it says that nothing has changed.
  writeFileSync(
    join(root, 'nginx.conf'),
    `user root; worker_processes 1; daemon off; error_log stderr crit; pid ${root}/nginx.pid;
events { worker_connections 1024; }
http { access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_timeout 72 72; keepalive_requests 100000000; default_type "${headers.get('content-type')}"; etag on; server_tokens off;
 client_body_temp_path ${root}/a; proxy_temp_path ${root}/b; fastcgi_temp_path ${root}/c; uwsgi_temp_path ${root}/d; scgi_temp_path ${root}/e;
 server { listen 127.0.0.1:${port}; root ${root}/html; location /page { ${sent.join(' ')} } }
}
`,
  )
  return spawn('nginx', ['-c', join(root, 'nginx.conf'), '-p', root], { stdio: 'ignore' })
}
const ownHeaders = ['connection', 'keep-alive', 'date', 'content-length', 'content-type', 'last-modified']

/** It takes no packed form. */
const asWrk = { headers: { 'accept-encoding': 'identity' } }

/** What both must send alike: the status, the headers and the body, of the whole page and of “unchanged”. */
async function bytesOf(url: string, etag: string): Promise<string> {
  const answers = await Promise.all([fetch(url, asWrk), fetch(url, { headers: { ...asWrk.headers, 'if-none-match': etag } })])
  // Its “unchanged” names the type once more, which costs it forty bytes of some nine hundred.
  const own = ['server', 'connection', 'keep-alive', 'date', 'last-modified', 'accept-ranges', 'content-length', 'content-type', 'etag']
  const told = await Promise.all(
    answers.map(async (answer) => [answer.status, [...answer.headers].filter(([name]) => !own.includes(name)), await answer.text()]),
  )
  return JSON.stringify(told)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds().catch(() => false)) return
    await new Promise((later) => setTimeout(later, 25))
  }
  throw new Error('it did not happen within ten seconds')
}
