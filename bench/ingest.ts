// Signals over HTTP into one process, while another folds them into minutes beside it: how many a second are acknowledged, each durable by then, and are all of them counted, once?
import { type ChildProcess, fork } from 'node:child_process'
import { Agent, request } from 'node:http'
import { sql } from 'kysely'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch } from '../server/src/detect/series/watch.store.ts'
import { addSource } from '../server/src/detect/signals/sources.store.ts'
import type { Deps } from '../server/src/deps.ts'
import type { Context, Figure } from './run.ts'
import { freePort } from './support/ports.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchSystem, round, seconds } from './support/system.ts'

const [seriesCount, linesEach, senders] = [10_000, 1_000, 4]
const wanted = 50_000
/** Of these, three seconds are the time in which late ones still land in it. */
const mostMs = 5_000
/** --size: seconds of sending. */
export default async function ingest({ serverUrl, tmp, size: lasts = 60 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  await fillRegistry(deps.db, { accounts: 10, exposuresPerAccount: 1 })
  const { rows } = await sql<{ slug: string }>`select slug from brands limit 1`.execute(deps.db)
  const source = {
    name: 'bench',
    kind: 'signals' as const,
    brand: rows[0]?.slug ?? '',
    practice: false,
    service: null,
    region: null,
    keptAMinute: 6_000,
    settings: null,
  }
  const key = (await addSource(deps, source, 'bench')).key ?? ''
  const port = await freePort()
  const server = await served(port, (deps.pool.options as { connectionString?: string }).connectionString ?? '')
  const watched: number[] = []
  let last = 0
  const folder = createFolder(deps, (minute) => {
    last = minute
  })
  const watch = createWatch(deps)
  const folding = keepFolding(async () => {
    await folder.look()
    if ((await watch.look()) > 0) watched.push(Date.now() - (last + 60_000))
  })
  try {
    const bodies = Array.from({ length: 40 }, (_, nth) => bodyOf(nth))
    await send(port, key, bodies.slice(0, 10))
    const sent = await seconds(() => storm(port, key, bodies, lasts))
    const rate = Math.round(acknowledged / sent)
    await folding.stop()
    const counted = await countedAfter(deps)
    // The first look only finds out where it stands.
    const slowest = Math.max(0, ...watched.slice(1))
    return [
      { name: `signals acknowledged in ${Math.round(sent)} s`, value: rate, unit: 'a second', limit: 1, ratio: round(rate / wanted), atLeast: true },
      { name: 'acknowledged and not counted, or counted twice', value: Math.abs(counted - all), unit: 'signals', limit: 0, ratio: Math.abs(counted - all) },
      {
        name: `slowest minute of ${seriesCount} series, from its end until it was written and watched`,
        value: slowest,
        unit: 'ms',
        limit: 1,
        ratio: round(slowest / mostMs),
      },
    ]
  } finally {
    watch.stop()
    server.kill('SIGKILL')
    await deps.close().catch(() => {})
  }
}

let [acknowledged, all] = [0, 0]

const bodyOf = (nth: number): Buffer =>
  Buffer.from(
    Array.from({ length: linesEach }, (_, i) => {
      const which = (nth * linesEach + i) % seriesCount
      return `{"name":"requests.duration","value":${(which * 7 + i) % 997},"service":"s${which % 50}","region":"r${Math.floor(which / 50)}"}`
    }).join('\n'),
  )

/** Several connections, each with the next request as soon as the last is acknowledged. */
async function storm(port: number, key: string, bodies: Buffer[], lasts: number): Promise<void> {
  acknowledged = 0
  const end = performance.now() + lasts * 1_000
  const agent = new Agent({ keepAlive: true, maxSockets: senders })
  await Promise.all(
    Array.from({ length: senders }, async (_, sender) => {
      for (let nth = sender; performance.now() < end; nth += senders) await post(agent, port, key, bodies[nth % bodies.length] as Buffer)
    }),
  )
  agent.destroy()
}
async function send(port: number, key: string, bodies: Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true })
  for (const body of bodies) await post(agent, port, key, body)
  agent.destroy()
}

const post = (agent: Agent, port: number, key: string, body: Buffer): Promise<void> =>
  new Promise((done, failed) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson', 'content-length': body.length }
    const asked = request({ agent, port, host: '127.0.0.1', path: '/api/signals', method: 'POST', headers }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.on('end', () => {
        if (answer.statusCode !== 202) return failed(new Error(`answered ${answer.statusCode}: ${text}`))
        const { taken } = JSON.parse(text) as { taken: number }
        acknowledged += taken
        all += taken
        done()
      })
    })
    asked.on('error', failed)
    asked.end(body)
  })

function keepFolding(look: () => Promise<void>) {
  let going = true
  const done = (async () => {
    while (going) {
      await look()
      await new Promise((later) => setTimeout(later, 250))
    }
  })()
  return {
    stop: async () => {
      going = false
      await done
    },
  }
}

/** Everything is written when two more minutes are over. */
async function countedAfter(deps: Deps): Promise<number> {
  const later = createFolder({ ...deps, clock: () => new Date(Date.now() + 180_000) })
  await later.look()
  const { rows } = await sql<{ count: number }>`select coalesce(sum(count), 0)::bigint as count from buckets`.execute(deps.db)
  return Number(rows[0]?.count ?? 0)
}

async function served(port: number, databaseUrl: string): Promise<ChildProcess> {
  const child = fork(new URL('./support/intake-server.ts', import.meta.url).pathname, [String(port), databaseUrl])
  await new Promise<void>((ready, failed) => {
    child.once('message', () => ready())
    child.once('exit', (code) => failed(new Error(`the server ended: ${code}`)))
  })
  return child
}
