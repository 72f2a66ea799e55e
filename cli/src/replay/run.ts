// Runs told incidents through the real system in a throw-away database, each on its own clock that stands still and is moved from update to update.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger, runOnce } from 'graphile-worker'
import { sql } from 'kysely'
import { submitUpdate } from '../../../server/src/communicate/updates/submit.ts'
import { insertDraft } from '../../../server/src/communicate/updates/updates.store.ts'
import type { Deps } from '../../../server/src/deps.ts'
import { kpisOfCrisis } from '../../../server/src/learn/kpis/kpis.ts'
import type { Kpis } from '../../../server/src/learn/kpis/kpis.contract.ts'
import { readConfig } from '../../../server/src/platform/config/config.ts'
import { connect, createDatabase } from '../../../server/src/platform/database/connect.ts'
import { startEmbedded } from '../../../server/src/platform/database/embedded.ts'
import { migrate } from '../../../server/src/platform/database/migrate.ts'
import { newId } from '../../../server/src/platform/ids.ts'
import { setCrisisClock } from '../../../server/src/platform/timers/crisis-clock.ts'
import { tick } from '../../../server/src/platform/timers/tick.ts'
import { declareCrisis } from '../../../server/src/stabilize/crisis/declare.ts'
import { createDeps, createSenders, createTasks } from '../../../server/src/system.ts'
import type { Incident } from './incidents.ts'
import { type Plan, planReplay, type Step } from './plan.ts'

export type Replayed = { provider: string; id: string; plan: Plan; kpis: Kpis }

/** The promises that an update alone can keep: whether a team assembled cannot be seen from outside. */
const visible = ['first-message', 'first-full-update', 'next-update'] as const

export async function replayAll(incidents: Incident[], progress: (done: number) => void): Promise<Replayed[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leeward-replay-'))
  // Thrown away at the end: it need not survive a power cut.
  const server = await startEmbedded(join(folder, 'database'), { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' })
  const connection = connect(await createDatabase(server.url, 'replay'), 8)
  try {
    await migrate(connection.pool)
    const config = readConfig({ LEEWARD_DATA_DIR: folder, LEEWARD_LOG: 'error' })
    const deps = createDeps(connection, config, () => new Date())
    const tasks = createTasks(deps, createSenders(config))
    const byProvider = Map.groupBy(incidents, (incident) => incident.provider)
    const results: Replayed[] = []
    await Promise.all(
      [...byProvider].map(async ([provider, own]) => {
        const brand = await brandFor(deps, provider)
        for (const incident of own.toSorted((one, other) => planReplay(one).declaredAt.getTime() - planReplay(other).declaredAt.getTime())) {
          results.push(await replayOne(deps, incident, brand))
          progress(results.length)
        }
      }),
    )
    // What the crises queued (impact, deliveries, reviews) is carried out too.
    const signal = new AbortController().signal
    await runOnce({
      pgPool: connection.pool,
      concurrency: 4,
      logger: new Logger(() => () => {}),
      noHandleSignals: true,
      taskList: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => [
          name,
          async (payload: unknown) => {
            await task(payload as Record<string, unknown>, signal)
          },
        ]),
      ),
    })
    return results
  } finally {
    await connection.close()
    await server.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function brandFor({ db, clock }: Deps, provider: string): Promise<string> {
  const slug =
    provider
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 38) || 'provider'
  await sql`insert into brands (id, slug, name, sender, sender_name, created_at) values (${newId(clock())}, ${slug}, ${provider}, 'updates@replay.example', ${provider}, ${clock()}) on conflict (slug) do nothing`.execute(
    db,
  )
  return slug
}

async function replayOne(deps: Deps, incident: Incident, brand: string): Promise<Replayed> {
  const plan = planReplay(incident)
  const kind = incident.impact === 'maintenance' ? ('planned-maintenance' as const) : ('service-outage' as const)
  const playbook = deps.shelf.forKind(kind)
  const clocks = Object.fromEntries(
    Object.entries(playbook.clocks).map(([severity, minutes]) => [
      severity,
      Object.fromEntries(visible.map((each) => [each, minutes[each]]).filter(([, value]) => value !== undefined)),
    ]),
  ) as typeof playbook.clocks
  const { id } = await declareCrisis(
    deps,
    {
      title: incident.title.slice(0, 200) || 'Untitled',
      kind,
      scope: [],
      practice: false,
      brand,
      onsetAt: plan.declaredAt,
      severity: plan.severity,
      severityReason: `The provider called it ${incident.impact ?? 'nothing in particular'}.`,
      answers: { customersHurt: 'some', canWork: 'partly', dataSafetyOrLaw: false, moneyWrong: false },
    },
    'replay',
    { now: plan.declaredAt, clock: { anchorReal: deps.clock(), anchorCrisis: plan.declaredAt, rate: 0 }, playbook: { ...playbook, clocks } },
  )
  for (const step of plan.steps) await take(deps, id, incident, step)
  await deps.engine.tell(`crisis/${id}`, { type: 'Close', now: plan.steps.at(-1)?.at ?? plan.declaredAt }, { actor: 'replay', crisisId: id })
  return { provider: incident.provider, id: incident.id, plan, kpis: await kpisOfCrisis(deps.db, id) }
}

/** Moves the crisis's clock to the step, lets due timers fire, and does what was done then. */
async function take(deps: Deps, crisisId: string, incident: Incident, step: Step) {
  const { db, engine, clock } = deps
  await setCrisisClock(db, crisisId, { anchorReal: clock(), anchorCrisis: step.at, rate: 0 })
  while ((await tick(db, engine, clock)).woken > 0) {
    /* until nothing is due */
  }
  if (step.act === 'restore')
    return void (await engine.tell(`crisis/${crisisId}`, { type: 'Restore', required: [], now: step.at }, { actor: 'replay', crisisId }))
  if (step.act === 'note') {
    const textId = randomUUID()
    return void (await engine.tell(
      `crisis/${crisisId}`,
      { type: 'WriteNote', textId, now: step.at },
      {
        actor: 'replay',
        crisisId,
        with: async (tx) => {
          await sql`insert into texts (id, crisis_id, body, author, written_at) values (${textId}, ${crisisId}, ${step.body}, 'replay', ${step.at}) on conflict (id) do nothing`.execute(
            tx,
          )
        },
      },
    ))
  }
  const id = newId(clock())
  await db.transaction().execute((tx) =>
    insertDraft(
      tx,
      id,
      crisisId,
      {
        phase: step.phase,
        holding: false,
        parts: { title: incident.title.slice(0, 150) || 'Untitled', happened: step.body },
        locale: 'en',
        nextUpdateAt: null,
      },
      'replay',
      step.at,
    ),
  )
  await submitUpdate(deps, id, 'replay', undefined, 1)
}
