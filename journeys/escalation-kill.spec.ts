// The process is killed (SIGKILL) between two steps, and again: the third step is asked at its minute, and every page goes out once.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { declareCrisis } from '../server/src/stabilize/crisis/declare.ts'
import { setCrisisClock } from '../server/src/platform/timers/crisis-clock.ts'
import { postOffice } from './support/post-office.ts'
import { type TestSystem, testSystem } from './support/system.ts'

/** The crisis's own clock runs fifteen times as fast: the five minutes between steps are twenty real seconds, in which the next process starts. */
const rate = 15

describe('Killed in the middle of an escalation', () => {
  let system: TestSystem
  let post: Awaited<ReturnType<typeof postOffice>>
  const children: ChildProcess[] = []
  const start = () => {
    const child = spawn(process.execPath, ['server/src/main.ts'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        DATABASE_URL: system.url,
        LEEWARD_DATA_DIR: system.config.dataDir,
        LEEWARD_SMTP_URL: `smtp://127.0.0.1:${post.port}`,
        LEEWARD_ROLES: 'worker',
        LEEWARD_DEMO: '0',
        LEEWARD_LOG: 'error',
      },
    })
    children.push(child)
    return child
  }
  const kill = async (child: ChildProcess) => {
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString() })
    post = await postOffice()
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await post.close()
    await system.close()
  })

  test('nobody answers: three steps, three people, one page each, each at its minute', async () => {
    const people = [await system.person('Ann', 'commander'), await system.person('Bob', 'commander'), await system.person('Cleo', 'commander')]
    const [ann] = people as [(typeof people)[0]]
    await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (gen_random_uuid(), 'acme', 'Acme', 'updates@acme.example', 'Acme', now())`.execute(
      system.db,
    )
    const steps = people.map((person, i) => ({ afterMinutes: i === 0 ? 0 : 5, targets: [{ kind: 'person', id: person.id }] }))
    await sql`
      insert into escalation_policies (id, name, body, created_at, changed_at, changed_by)
      values (gen_random_uuid(), 'All', ${JSON.stringify({ steps, repeats: 0, repeatAfterMinutes: 600, filter: { severities: [], kinds: [], services: [] } })}::jsonb, now(), now(), 'x')`.execute(
      system.db,
    )
    const declaredAt = new Date()
    const { id } = await declareCrisis(
      { ...system.deps, clock: () => declaredAt },
      {
        title: 'Down',
        kind: 'service-outage',
        practice: false,
        scope: [],
        answers: { customersHurt: 'all', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
      },
      ann.id,
    )
    await setCrisisClock(system.db, id, { anchorReal: declaredAt, anchorCrisis: declaredAt, rate })

    const first = start()
    await vi.waitFor(() => expect([...post.received.keys()]).toEqual(['ann@house.test']), { timeout: 30_000, interval: 50 })
    await kill(first)
    const second = start()
    await vi.waitFor(() => expect(post.received.has('bob@house.test')).toBe(true), { timeout: 60_000, interval: 20 })
    await kill(second)
    start()
    await vi.waitFor(() => expect(post.received.has('cleo@house.test')).toBe(true), { timeout: 60_000, interval: 50 })

    const { rows } = await sql<{ step: number; late: number }>`
      select (data->>'step')::int as step, extract(epoch from occurred_at - (data->>'dueAt')::timestamptz) / 60 as late from events where type = 'EscalationStepReached' order by position`.execute(
      system.db,
    )
    expect(rows.map((row) => row.step)).toEqual([0, 1, 2])
    for (const { late } of rows) {
      expect(Number(late)).toBeGreaterThanOrEqual(0)
      // A minute here is four seconds: a busy machine takes some to start a process.
      expect(Number(late)).toBeLessThan(6)
    }
    expect(await pagesTo(id)).toEqual([1, 1, 1])
    for (const person of people) expect(post.calls(person.email)).toBe(1)
  }, 200_000)

  const pagesTo = async (id: string) =>
    (
      await sql<{ count: number }>`select count(*)::int as count from pages where crisis_id = ${id} and reason = 'escalation' group by person, step`.execute(
        system.db,
      )
    ).rows.map((row) => row.count)
})
