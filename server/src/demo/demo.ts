// Loads the demo once, and plays the colleagues and customers while one watches. Everything goes through the same commands that people use.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { approveUpdate } from '../communicate/updates/approve.ts'
import { submitUpdate } from '../communicate/updates/submit.ts'
import { insertDraft } from '../communicate/updates/updates.store.ts'
import { announce } from '../communicate/maintenance/maintenance.store.ts'
import { renderBrand } from '../communicate/status-page/render.ts'
import { assessImpact } from '../assess/impact/impact.assess.ts'
import type { Deps } from '../deps.ts'
import { type Auth, createPerson } from '../platform/auth/auth.ts'
import { minutesAfter } from '../platform/clock.ts'
import type { Feature } from '../platform/events/engine.ts'
import { newId } from '../platform/ids.ts'
import type { Tasks } from '../platform/queue/worker.ts'
import { declareCrisis } from '../stabilize/crisis/declare.ts'
import { answerForSome, approveAsColleague, livePulse } from './colleagues.ts'
import { fillCompany } from './company.ts'
import { fillKnowledge } from './knowledge.ts'
import { fillFlood } from './flood.ts'
import { fillHealth } from './health.ts'
import { type Act, teamActs } from './team.ts'
import { putOnCall } from './on-call.ts'
import { catchUp, createDemoSignals, fillSignals } from './signals.ts'
import { raiseSuspicions } from './troubles.ts'
import { holding, identified, minutesSinceOnset, notes, reportsAt } from './story.ts'

export const demoSeries = 'customers’ problem reports'

/** In the demo, scripted colleagues give the second approval, and some customers answer. */
export const demoFeature: Feature = {
  reactions: {
    UpdateSubmitted: (fact: { people: number; stream: string; at: Date }) =>
      fact.people > 1 ? [{ job: 'demo-colleague', payload: { stream: fact.stream }, runAt: soon(fact, 5) }] : [],
    RemediesApproved: (fact: { planId: string; stream: string; at: Date }) => [
      { job: 'demo-colleague', payload: { stream: fact.stream, planId: fact.planId }, runAt: soon(fact, 5) },
    ],
    SignOffAsked: (fact: { crisisId: string; at: Date }) => [{ job: 'demo-customers', payload: { crisisId: fact.crisisId, round: 1 }, runAt: soon(fact, 8) }],
  },
}

const soon = (fact: { at: Date }, seconds: number) => new Date(fact.at.getTime() + seconds * 1_000)

export const demoTasks = (deps: Deps, signals = createDemoSignals(deps)): Tasks => ({
  'demo-colleague': (payload) => approveAsColleague(deps, payload as { stream: string; planId?: string }),
  'demo-customers': (payload) => answerForSome(deps, payload as { crisisId: string; round: number }),
  'demo-pulse': (payload) => livePulse(deps, deps.config.demoSignals ? signals : undefined, (payload as { sent?: number }).sent),
})

/** The company and its crisis, once; a second start finds them and keeps all data. */
export async function loadDemo(deps: Deps, auth: Auth, say: (line: string) => void) {
  const { db, clock } = deps
  const accounts = deps.config.demoAccounts
  const {
    rows: [brand],
  } = await sql<{ id: string }>`select id from brands limit 1`.execute(db)
  if (!brand) {
    say(`Loading the demo: Tidewater, ${accounts.toLocaleString('en')} accounts, and a crisis under way…`)
    const now = clock()
    const company = await fillCompany(db, now, accounts)
    await renderBrand(db, company.brandId, now, deps.config.statusUrl)
    const people = await beginCrisis(deps, auth, company, now)
    await fillHealth(deps, people, now)
    await fillKnowledge(deps, company.brandId, company.services, people.ines, now)
  } else if (deps.config.demoSignals) await catchUp(deps)
  await sql`select graphile_worker.add_job('demo-pulse', '{}'::json, job_key := 'demo-pulse', run_at := now())`.execute(db)
}

async function beginCrisis(deps: Deps, auth: Auth, { services }: Awaited<ReturnType<typeof fillCompany>>, now: Date) {
  const { db } = deps
  const at = (minutes: number) => minutesAfter(now, minutes - minutesSinceOnset.load)
  const mara = await createPerson(db, auth, { name: 'Mara Lind', email: 'mara@tidewater.example', groups: ['commander'] })
  const jonas = await createPerson(db, auth, { name: 'Jonas Weber', email: 'jonas@tidewater.example', groups: ['responder'] })
  const ines = await createPerson(db, auth, {
    name: 'Ines Duarte (scripted colleague)',
    email: 'ines@tidewater.example',
    groups: ['commander', 'communicator', 'finance'],
  })
  await putOnCall(deps, { mara, jonas, ines }, services, at(0))
  await sql`
    insert into series_buckets (series, bucket, count)
    select ${demoSeries}, b.at, b.count from jsonb_to_recordset(${JSON.stringify(pastReports(now))}::jsonb) as b(at timestamptz, count int)`.execute(db)

  const crisis = await declareCrisis(
    deps,
    {
      title: 'Live video and uploads fail in the eastern US',
      kind: 'service-outage',
      practice: false,
      onsetAt: at(0),
      brand: undefined,
      scope: [
        { serviceId: services.get('live-video') as string, regions: ['us-east', 'us-central'], degree: 'down' },
        { serviceId: services.get('uploads') as string, regions: ['us-east', 'us-central'], degree: 'degraded' },
      ],
      answers: { customersHurt: 'many', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
    },
    mara,
    { now: at(minutesSinceOnset.declared), detectedAt: at(minutesSinceOnset.declared - 2) },
  )
  const stream = `crisis/${crisis.id}`
  await deps.engine.tell(stream, { type: 'Acknowledge', by: mara, now: at(minutesSinceOnset.acknowledged) }, { actor: mara, crisisId: crisis.id })
  const past: Deps = { ...deps, clock: () => at(minutesSinceOnset.acknowledged + 1) }
  await assessImpact(past, crisis.id)
  const acts: Act[] = [
    { at: minutesSinceOnset.holding, act: () => say({ ...deps, clock: () => at(minutesSinceOnset.holding) }, crisis.id, mara, 'investigating', true, holding) },
    {
      at: minutesSinceOnset.identified,
      act: () => say({ ...deps, clock: () => at(minutesSinceOnset.identified) }, crisis.id, mara, 'identified', false, identified),
    },
    ...notes
      .filter((each) => each.at < minutesSinceOnset.load)
      .map((note) => ({ at: note.at, act: () => writeNote(deps, crisis.id, note.by === 'mara' ? mara : jonas, note.text, at(note.at)) })),
    ...(await teamActs(deps, auth, crisis.id, { mara, jonas, ines }, at)),
  ]
  for (const { act } of acts.sort((one, other) => one.at - other.at)) await act()
  await fillFlood(deps, crisis.id, { mara, ines }, at, now)
  await announce(
    deps,
    {
      title: 'New storage for recordings',
      services: [services.get('playback') as string, services.get('uploads') as string],
      startsAt: minutesAfter(now, 4 * 1_440),
      endsAt: minutesAfter(now, 4 * 1_440 + 120),
      endsByItself: false,
      body: 'Recordings move to new storage. Watching and uploading go on; a recording that is moved at that moment may take up to a minute longer to start.',
    },
    ines,
  )
  if (deps.config.demoSignals) {
    const { ids, last } = await fillSignals(deps, mara, at(0))
    await raiseSuspicions(deps, ids, last, mara)
  }
  await deps.engine.tell(`clocks/${crisis.id}`, { type: 'CheckClocks', now }, { actor: 'leeward', crisisId: crisis.id })
  return { mara, ines }
}

/** One of the updates that were published before one arrived; the second person agreed at once. */
async function say(deps: Deps, crisisId: string, by: string, phase: 'investigating' | 'identified', isHolding: boolean, parts: typeof holding) {
  const id = newId(deps.clock())
  await insertDraft(deps.db, id, crisisId, { phase, holding: isHolding, parts, locale: 'en', nextUpdateAt: null }, by, deps.clock())
  await submitUpdate(deps, id, by)
  const {
    rows: [colleague],
  } = await sql<{ id: string }>`select id from auth_user where email = 'ines@tidewater.example'`.execute(deps.db)
  await approveUpdate(deps, id, colleague?.id ?? 'leeward')
}

export async function writeNote(deps: Deps, crisisId: string, by: string, text: string, at: Date) {
  const textId = randomUUID()
  await deps.engine.tell(
    `crisis/${crisisId}`,
    { type: 'WriteNote', textId, now: at },
    {
      actor: by,
      crisisId,
      with: async (tx) => {
        await sql`insert into texts (id, crisis_id, body, author, written_at) values (${textId}, ${crisisId}, ${text}, ${by}, ${at}) on conflict (id) do nothing`.execute(
          tx,
        )
      },
    },
  )
}

function pastReports(now: Date) {
  const start = Math.floor(now.getTime() / 300_000) - 48
  return Array.from({ length: 48 }, (_, i) => {
    const at = new Date((start + i) * 300_000)
    return { at, count: reportsAt((at.getTime() - minutesAfter(now, -minutesSinceOnset.load).getTime()) / 60_000, start + i) }
  })
}
