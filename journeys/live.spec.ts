// Whoever follows what happens misses nothing, and hears nothing twice: over a real socket, across a lost line, while others write.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { settled } from './support/database.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Heard = { id: string; type?: string; crisisId?: string; position?: number }

describe('Live', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let url: string
  let crisis: string
  const lines: AbortController[] = []
  beforeAll(async () => {
    system = await testSystem()
    await smallCompany(system, 4)
    ann = await system.person('Ann', 'commander')
    url = await system.web.console.listen({ port: 0, host: '127.0.0.1' })
    crisis = await declare()
  })
  afterEach(() => {
    for (const line of lines.splice(0)) line.abort()
  })
  afterAll(() => system.close())

  test('a reader hears each fact of its crisis once, in order, and of no other', async () => {
    const other = await declare()
    const reader = await connect({ crisis })
    await write(crisis, 3)
    await write(other, 2)
    await write(crisis, 1)
    await heardAll(reader, 4)
    expect(new Set(facts(reader).map((fact) => fact.crisisId))).toEqual(new Set([crisis]))
  })

  test('after a lost line it gets exactly what it missed, in order', async () => {
    const before = await connect({ crisis })
    await write(crisis, 2)
    await heardAll(before, 2)
    before.line.abort()
    await write(crisis, 7)
    const after = await connect({ crisis, last: before.heard.at(-1)?.id })
    await heardAll(after, 7)
    expect(positions(after)).toEqual(await stored(crisis, positions(before).at(-1) as number))
    // And goes on with what happens next.
    await write(crisis, 1)
    await heardAll(after, 8)
  })

  test('a reader that heard nothing yet still misses nothing: its first line says where it stands', async () => {
    const before = await connect({ crisis })
    await vi.waitFor(() => expect(before.heard).toHaveLength(1))
    before.line.abort()
    await write(crisis, 3)
    const after = await connect({ crisis, last: before.heard[0]?.id })
    await heardAll(after, 3)
  })

  test('while many write at once and the line breaks again and again, nothing is missed or doubled', async () => {
    const crises = await Promise.all(Array.from({ length: 4 }, declare))
    const from = (await stored()).at(-1) ?? 0
    const collected: Heard[] = []
    let last: string | undefined
    const first = await connect({})
    await vi.waitFor(() => expect(first.heard.length).toBeGreaterThan(0))
    last = first.heard.at(-1)?.id
    first.line.abort()
    let writing = true
    const writers = Promise.all(crises.map((id) => write(id, 12))).finally(() => {
      writing = false
    })
    // A transaction that stays open in the middle: what it wrote commits late and must not be skipped.
    const late = await system.pool.connect()
    await late.query('begin')
    await late.query(
      `insert into events (crisis_id, stream, version, type, data, actor, occurred_at, recorded_at) values ($1, $2, 1, 'NoteWritten', '{}', 'x', now(), now())`,
      [crisis, `late/${randomUUID()}`],
    )
    while (writing) {
      const reader = await connect({ last })
      await vi.waitFor(() => expect(reader.heard.length).toBeGreaterThan(0))
      await Promise.race([writers, vi.waitFor(() => expect(reader.heard.length).toBeGreaterThan(3), { timeout: 500 }).catch(() => {})])
      reader.line.abort()
      collected.push(...facts(reader))
      last = reader.heard.at(-1)?.id
    }
    await writers
    await late.query('commit')
    late.release()
    const rest = await connect({ last })
    const all = await stored(undefined, from)
    await vi.waitFor(() => expect(collected.length + facts(rest).length).toBeGreaterThanOrEqual(all.length), { timeout: 60_000 })
    const heard = [...collected, ...facts(rest)].map((fact) => fact.position)
    expect(heard).toHaveLength(new Set(heard).size)
    expect([...heard].sort(byNumber)).toEqual(all.sort(byNumber))
    const { rows } = await sql<{
      position: number
    }>`select position from events where position > ${from} and crisis_id is not null order by transaction_id, position`.execute(system.db)
    expect(heard).toEqual(rows.map((row) => row.position))
  })

  test('a place that is none, or that nothing of ours can have given, is refused; an unknown crisis is not found', async () => {
    for (const last of [
      'garbage',
      '1',
      '1.',
      '.1',
      '-1.1',
      '1.1.1',
      '99999999999999999999.1',
      '9223372036854775806.1',
      '1e3.1',
      ' ',
      "1.1'; drop table events",
      'x'.repeat(500),
    ])
      expect([400, 422], last).toContain((await ask({ last })).status)
    expect((await ask({ crisis: randomUUID() })).status).toBe(404)
    expect((await ask({ crisis: 'x' })).status).toBe(400)
  })

  test('a reader from the very beginning gets everything', async () => {
    const reader = await connect({ last: '0.0' })
    const all = await stored()
    await vi.waitFor(() => expect(positions(reader)).toEqual(all), { timeout: 60_000 })
  })

  test('the server stops at once, although readers are connected', async () => {
    const reader = await connect({})
    const began = performance.now()
    await system.web.close()
    expect(performance.now() - began).toBeLessThan(3_000)
    await vi.waitFor(() => expect(reader.ended).toBe(true))
  })

  const declare = async () => (await ann.post('/api/crises', { title: 'Live', kind: 'service-outage' })).body.id as string
  const write = async (id: string, notes: number) => {
    for (let n = 0; n < notes; n += 1) expect((await ann.post(`/api/crises/${id}/notes`, { text: `Note ${n}` })).status).toBe(200)
  }
  const stored = async (id?: string, after = 0) =>
    (
      await sql<{
        position: number
      }>`select position from events where crisis_id is not null and (${id ?? null}::uuid is null or crisis_id = ${id ?? null}) and position > ${after} order by transaction_id, position`.execute(
        system.db,
      )
    ).rows.map((row) => row.position)
  const facts = ({ heard }: { heard: Heard[] }) => heard.filter((each) => each.type)
  const positions = (reader: { heard: Heard[] }) => facts(reader).map((fact) => fact.position)
  async function heardAll(reader: { heard: Heard[] }, count: number) {
    await vi.waitFor(() => expect(facts(reader).length).toBeGreaterThanOrEqual(count), { timeout: 60_000 })
    expect(positions(reader)).toEqual([...new Set(positions(reader))].sort(byNumber))
    expect(facts(reader)).toHaveLength(count)
  }

  function ask({ crisis: of, last }: { crisis?: string; last?: string | undefined }, signal?: AbortSignal) {
    return fetch(`${url}/api/live${of ? `?crisis=${of}` : ''}`, {
      headers: { cookie: ann.cookie, ...(last === undefined ? {} : { 'last-event-id': last }) },
      ...(signal ? { signal } : {}),
    })
  }

  async function connect(from: { crisis?: string; last?: string | undefined }) {
    // Who says nothing begins at what is settled: that must be everything, for the test to count what comes after.
    if (from.last === undefined) await settled(system)
    const line = new AbortController()
    lines.push(line)
    const answer = await ask(from, line.signal)
    expect(answer.status).toBe(200)
    const reader = { heard: [] as Heard[], line, ended: false }
    void read(answer, reader.heard)
      .catch(() => {})
      .finally(() => {
        reader.ended = true
      })
    return reader
  }
})

const byNumber = (one: unknown, two: unknown) => Number(one) - Number(two)

async function read(answer: Response, heard: Heard[]) {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body as ReadableStream<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(event)?.[1]
      const id = field('id')
      if (id) heard.push({ id, ...JSON.parse(field('data') ?? '{}') })
    }
  }
}
