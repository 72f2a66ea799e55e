// Told incidents run through the real system: what goes in, what the clocks say, and what a broken file is answered.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { readIncidents } from '../cli/src/replay/incidents.ts'
import { replayAll } from '../cli/src/replay/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'leeward-replay-spec-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('Replaying told incidents', () => {
  test('a critical one whose second update came late has a missed promise', async () => {
    const [replayed] = await replayAll(readIncidents(file('one.jsonl', JSON.stringify(told))), () => {})
    // First message and first full update in time; the next was due 30 minutes after it and came after 70: two missed, the third met.
    expect(replayed?.kpis).toMatchObject({ clocksMet: 3, clocksMissed: 2, commsSlaHit: 60, timeToRestore: 90 })
    expect(replayed?.plan).toMatchObject({ severity: 1, timeToFirstMessage: 10, afterTheFact: 1 })
  })
  test('the same as a Statuspage file gives the same', () => {
    const statuspage = {
      page: { name: 'acme' },
      incidents: [
        {
          id: told.id,
          name: told.title,
          impact: told.impact,
          started_at: told.started_at,
          created_at: told.started_at,
          resolved_at: told.resolved_at,
          components: [{ name: 'Mail' }],
          incident_updates: told.updates.map((update) => ({ status: update.status, body: update.body, display_at: update.at, created_at: update.at })),
        },
      ],
    }
    expect(readIncidents(file('incidents.json', JSON.stringify(statuspage)))).toEqual(readIncidents(file('same.jsonl', JSON.stringify(told))))
  })
  test('a compressed file is read', () => {
    writeFileSync(join(folder, 'z.jsonl.gz'), gzipSync(`${JSON.stringify(told)}\n${JSON.stringify({ ...told, id: '2' })}\n`))
    expect(readIncidents(join(folder, 'z.jsonl.gz'))).toHaveLength(2)
  })
  test('a broken line is named', () => expect(() => readIncidents(file('bad.jsonl', `${JSON.stringify(told)}\n{"id": oops`))).toThrow('line 2 is not JSON'))
  test('an incident without updates is named', () =>
    expect(() => readIncidents(file('none.jsonl', `${JSON.stringify(told)}\n${JSON.stringify({ ...told, updates: [] })}`))).toThrow(
      'line 2: updates has no update',
    ))
  test('a time that is none is named', () =>
    expect(() => readIncidents(file('time.jsonl', `${JSON.stringify(told)}\n${JSON.stringify({ ...told, started_at: 'soon' })}`))).toThrow(
      'line 2: started_at is not a time: soon',
    ))
  test('an empty file is named', () => expect(() => readIncidents(file('empty.jsonl', '\n'))).toThrow('is empty'))
})

const told = {
  provider: 'acme',
  id: '1',
  title: 'Mail is down',
  impact: 'critical',
  components: ['Mail'],
  started_at: '2030-01-01T09:00:00Z',
  resolved_at: '2030-01-01T10:30:00Z',
  updates: [
    { at: '2030-01-01T09:10:00Z', status: 'investigating', body: 'We look.' },
    { at: '2030-01-01T10:20:00Z', status: 'resolved', body: 'It works.' },
    { at: '2030-01-02T10:20:00Z', status: 'postmortem', body: 'Why.' },
  ],
}
function file(name: string, text: string) {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
