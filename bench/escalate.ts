// Ten thousand escalations due in the same minute, two processes that tick: how long until all have gone on, each exactly once?
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { sql } from 'kysely'
import { newId } from '../server/src/platform/ids.ts'
import type { Context, Figure } from './run.ts'
import { benchSystem, round } from './support/system.ts'

const limitSeconds = 10
const processes = 2

export default async function escalate({ serverUrl, tmp, size = 10_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  const database = (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]?.name as string
  const due = new Date(Date.now() + 15_000)
  await arm(deps, size, due)

  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  const children = Array.from({ length: processes }, (_, i) => startNode(url.href, join(tmp, `node-${i}`)))
  try {
    await ticking(deps, due)
    const took = await untilAllFired(deps, size, due)
    await verify(deps, size)
    return [{ name: `${size} escalations due in one minute, ${processes} processes`, value: round(took), unit: 's', limit: limitSeconds, ratio: round(took) }]
  } finally {
    for (const child of children) child.kill('SIGKILL')
    await deps.close()
  }
}

type Deps = Awaited<ReturnType<typeof benchSystem>>

/** Escalations as declarations leave them behind, their second step due at one moment: two people by turns, and a rotation. */
async function arm({ db }: Deps, size: number, due: Date) {
  const people = ['ann', 'bob', 'cleo']
  for (const name of people) {
    await sql`insert into auth_user (id, name, email, "emailVerified") values (${name}, ${name}, ${`${name}@bench.example`}, true)`.execute(db)
    await sql`insert into user_groups (user_id, group_name) values (${name}, 'commander')`.execute(db)
  }
  // Somebody can sign in already: no process makes the first administrator.
  await sql`insert into auth_credential (id, "accountId", "providerId", "userId", password) values ('ann', 'ann', 'credential', 'ann', 'x')`.execute(db)
  const rotation = newId(due)
  await sql`
    insert into rotations (id, name, time_zone, every, unit, hand_off_at, starts_on, members, created_at, changed_at, changed_by)
    values (${rotation}, 'Bench', 'Europe/Berlin', 1, 'days', '09:00', '2020-01-01', ${people}, now(), now(), 'bench')`.execute(db)
  const policy = {
    id: null,
    name: 'Bench',
    steps: [
      { afterMinutes: 0, targets: [{ kind: 'person', id: 'ann' }] },
      {
        afterMinutes: 5,
        targets: [
          { kind: 'rotation', id: rotation },
          { kind: 'person', id: 'bob' },
        ],
      },
    ],
    repeats: 2,
    repeatAfterMinutes: 60,
  }
  const began = new Date(due.getTime() - 300_000)
  const reached = { round: 1, step: 0, persons: ['ann'], dueAt: began, nextAt: due }
  // Ids of the lower half: not practice.
  await sql.raw(`create table bench_armed as select ('0' || substr(gen_random_uuid()::text, 2))::uuid as id from generate_series(1, ${size})`).execute(db)
  await sql`
    insert into events (crisis_id, stream, version, type, data, actor, occurred_at, recorded_at)
    select id, 'escalation/' || id, v, case v when 1 then 'EscalationArmed' else 'EscalationStepReached' end,
           case v when 1 then ${JSON.stringify({ policy, severity: 1 })}::jsonb else ${JSON.stringify(reached)}::jsonb end, 'leeward', ${began}, ${began}
      from bench_armed, generate_series(1, 2) v`.execute(db)
  await sql`
    insert into escalations (crisis_id, practice, state, policy, round, step, next_at, changed_at) select id, false, 'running', 'Bench', 1, 0, ${due}, ${began} from bench_armed`.execute(
    db,
  )
  await sql`insert into timers (stream, crisis_id, due_at, wake_at) select 'escalation/' || id, id, ${due}, ${due} from bench_armed`.execute(db)
  await sql`analyze events, escalations, timers`.execute(db)
}

function startNode(databaseUrl: string, folder: string): ChildProcess {
  return spawn(process.execPath, ['server/src/main.ts'], {
    cwd: new URL('..', import.meta.url).pathname,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      LEEWARD_DATA_DIR: folder,
      LEEWARD_SECRET: '0'.repeat(64),
      // Nobody listens there: the pages stay planned, as they would before a mail server that is slow.
      LEEWARD_SMTP_URL: 'smtp://127.0.0.1:1',
      LEEWARD_ROLES: 'worker',
      LEEWARD_DEMO: '0',
      LEEWARD_LOG: 'error',
    },
  })
}

/** Both must tick before the moment comes, or the figure would be that of their start. */
async function ticking({ db }: Deps, due: Date) {
  for (;;) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from processes where last_tick_at is not null`.execute(db)
    if (rows[0]?.count === processes) return
    if (Date.now() > due.getTime() - 500) throw new Error('the processes did not start in time')
    await new Promise((later) => setTimeout(later, 100))
  }
}

async function untilAllFired({ db }: Deps, size: number, due: Date): Promise<number> {
  for (;;) {
    const { rows } = await sql<{ count: number; last: Date | null }>`
      select count(*)::int as count, max(recorded_at) as last from events where type = 'EscalationStepReached' and version > 2`.execute(db)
    const { count = 0 } = rows[0] ?? {}
    // By the clock of whoever looks: a fact counts once it can be read.
    if (count >= size) return (Date.now() - due.getTime()) / 1_000
    if (Date.now() > due.getTime() + 120_000) throw new Error(`only ${count} of ${size} fired within two minutes`)
    await new Promise((later) => setTimeout(later, 50))
  }
}

/** Each escalation fired this step once, with a page for each of its people, and has its next moment. */
async function verify({ db }: Deps, size: number) {
  const { rows } = await sql<Record<string, number>>`
    select (select count(*) from (select stream from events where version > 2 group by stream having count(*) <> 1) e)::int as "more than once",
           (select count(*) from bench_armed a where (select count(*) from pages p where p.crisis_id = a.id and p.event = 'step/1/1') not between 1 and 2)::int as "wrongly paged",
           (select count(*) from bench_armed a where not exists (select from escalations e join timers t on t.stream = 'escalation/' || e.crisis_id where e.crisis_id = a.id and e.step = 1 and e.next_at = t.due_at))::int as "without a next moment",
           (select ${size} - count(distinct stream) from events where version = 3)::int as "not at all"`.execute(db)
  for (const [what, count] of Object.entries(rows[0] ?? {})) if (count !== 0) throw new Error(`${count} escalations fired ${what}`)
}
