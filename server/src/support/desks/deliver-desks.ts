// Every desk that is not paused: replies first, then what it is told, then whoever is only a number there. Each for itself, so that a slow one holds up no other.
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { deliverLine } from '../../communicate/deliveries/deliver.ts'
import type { Pause } from '../../communicate/deliveries/line.ts'
import type { Deps } from '../../deps.ts'
import { createOutgoing } from '../../platform/outgoing/outgoing.ts'
import { type DeskApi, openDesk } from './api.ts'
import { nameAgents, unknownAgents } from './assigned.store.ts'
import type { Desk } from './desk.ts'
import { openDesks } from './desks.store.ts'
import { fetchFile, mostFetched } from './fetch-file.ts'
import { fetchFiles } from './files.store.ts'
import { deskLine } from './line.ts'
import { nameThem, numbered, putPeople } from './people.store.ts'
import { tellDesk } from './tellings.store.ts'

const [timeoutMs, fileMs, largestAnswer, namedAtOnce] = [20_000, 60_000, 4 * 1024 ** 2, 100]
export const outgoingOfDesks = ({ config }: Pick<Deps, 'config'>) => createOutgoing({ allow: config.outgoingAllow, timeoutMs, largestAnswer })

/** @param pause waits where a pace says so; without it (in tests) the work ends there, and nothing is waited for */
export async function deliverDesks(deps: Deps, pause: Pause | undefined, signal: AbortSignal): Promise<void> {
  const [outgoing, files] = [
    outgoingOfDesks(deps),
    createOutgoing({ allow: deps.config.outgoingAllow, timeoutMs: fileMs, largestAnswer: mostFetched, encoding: 'latin1' }),
  ]
  const desks = (await openDesks(deps)).filter(({ paused }) => !paused)
  const work = desks.map(async (desk) => {
    const api = openDesk(desk, outgoing, deps.clock)
    await deliverLine(deps, deskLine(desk, api), pause, signal)
    const rest = pause ? (ms: number) => wait(ms, undefined, { signal }).catch(() => {}) : async () => {}
    while (!signal.aborted && (await tellDesk(deps, desk, api, rest, signal)) > 0 && !pause);
    await nameNumbers(deps, desk, api)
    await nameThoseWhoHaveIt(deps, desk, api)
    while (!signal.aborted && (await fetchFiles(deps, desk, (url) => fetchFile(files, url, api.lettingIn), signal)) > 0);
  })
  const failed = (await Promise.allSettled(work)).flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  if (failed.length > 0) throw failed[0]
}

/** Desks name who asks by a number in what they send: asked for their addresses, a hundred at once, each of them once. */
async function nameNumbers({ db }: Deps, desk: Desk, api: DeskApi): Promise<void> {
  if (!api.people) return
  const { rows } = await sql<{ person: string }>`
    select p.person from desk_people p where p.system = ${desk.key} and p.email is null and p.staff is null
       and exists (select from conversations c where c.address = ${numbered(desk.key, '')} || p.person and c.external->>'system' = ${desk.key}) limit ${namedAtOnce}`.execute(
    db,
  )
  if (rows.length === 0) return
  const people = await api.people(rows.map(({ person }) => person))
  if (!people) return
  await db.transaction().execute(async (tx) => {
    // Who has no address is not asked for again.
    const known = new Map(people.map((each) => [each.id, each]))
    await putPeople(
      tx,
      desk.key,
      rows.map(({ person }) => ({ ...known.get(person), id: person, staff: false })),
    )
    await nameThem(tx, desk.key, [desk.key, desk.kind])
  })
}

/** And who has a conversation there, where the desk says it by a number alone. */
async function nameThoseWhoHaveIt({ db, clock }: Deps, desk: Desk, api: DeskApi): Promise<void> {
  if (!api.agents) return
  const asked = await unknownAgents(db, desk)
  if (asked.length === 0) return
  const known = await api.agents(asked)
  if (known) await db.transaction().execute((tx) => nameAgents(tx, desk, asked, known, clock()))
}
