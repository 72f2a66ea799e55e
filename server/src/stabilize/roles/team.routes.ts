// Seats are for people: they take one, offer it, accept it, leave it. Programs may only look.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, namesOf, putText, tellCrisis, textsOf } from '../../deps.ts'
import { groups } from '../../platform/auth/permissions.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { RoleKey } from './roles.contract.ts'
import { DeclineHandOver, OfferHandOver, TeamView } from './team.contract.ts'
import { teamOf } from './team.facts.ts'
import type { TeamCommand, TeamState } from './team.ts'

const OfCrisis = z.object({ id: Id })
const OfSeat = OfCrisis.extend({ role: RoleKey })
const OfOffer = OfCrisis.extend({ offer: Id })

export function teamRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const tell = async (id: string, by: string, command: (now: Date) => TeamCommand, rows?: (tx: Deps['db'], now: Date) => Promise<unknown>) => {
    await tellCrisis(deps, teamOf(id), id, by, command, rows)
    return teamView(deps, id)
  }
  const access = { config: may('respond') }
  const answers = { response: { 200: TeamView } }

  app.get('/api/crises/:id/team', { config: may('read'), schema: { operationId: 'showTeam', params: OfCrisis, ...answers } }, ({ params }) =>
    teamView(deps, params.id),
  )
  app.post('/api/crises/:id/team/:role', { ...access, schema: { operationId: 'takeSeat', params: OfSeat, body: Empty, ...answers } }, (request) => {
    const { id, role } = request.params
    const by = personAsking(request).id
    return tell(id, by, (now) => ({ type: 'TakeSeat', role, by, now }))
  })
  app.post('/api/crises/:id/team/:role/departure', { ...access, schema: { operationId: 'standDown', params: OfSeat, body: Empty, ...answers } }, (request) => {
    const { id, role } = request.params
    const by = personAsking(request).id
    return tell(id, by, (now) => ({ type: 'StandDown', role, by, now }))
  })
  app.post(
    '/api/crises/:id/team/:role/offers',
    { ...access, schema: { operationId: 'offerHandOver', params: OfSeat, body: OfferHandOver, ...answers } },
    async (request) => {
      const [{ id, role }, { to, note }, by] = [request.params, request.body, personAsking(request).id]
      await mustBeAble(deps, to, role)
      const [offer, noteId] = [newId(deps.clock()), note ? newId(deps.clock()) : undefined]
      return tell(
        id,
        by,
        (now) => ({ type: 'OfferHandOver', offer, role, to, ...(noteId ? { noteId } : {}), by, now }),
        async (tx, now) => {
          if (noteId && note) await putText(tx, noteId, id, note, by, now)
        },
      )
    },
  )
  app.post(
    '/api/crises/:id/offers/:offer/acceptance',
    { ...access, schema: { operationId: 'acceptHandOver', params: OfOffer, body: Empty, ...answers } },
    async (request) => {
      const { id, offer } = request.params
      const by = personAsking(request).id
      const state = await deps.engine.stateOf<TeamState>(teamOf(id))
      const role = state.offers.find((each) => each.id === offer)?.role
      // Rights may have changed since it was offered.
      if (role) await mustBeAble(deps, by, role)
      return tell(id, by, (now) => ({ type: 'AcceptHandOver', offer, by, now }))
    },
  )
  app.post(
    '/api/crises/:id/offers/:offer/refusal',
    { ...access, schema: { operationId: 'declineHandOver', params: OfOffer, body: DeclineHandOver, ...answers } },
    (request) => {
      const [{ id, offer }, by, reason] = [request.params, personAsking(request).id, request.body?.reason]
      const reasonId = reason ? newId(deps.clock()) : undefined
      return tell(
        id,
        by,
        (now) => ({ type: 'DeclineHandOver', offer, ...(reasonId ? { reasonId } : {}), by, now }),
        async (tx, now) => {
          if (reasonId && reason) await putText(tx, reasonId, id, reason, by, now)
        },
      )
    },
  )
  app.post(
    '/api/crises/:id/offers/:offer/withdrawal',
    { ...access, schema: { operationId: 'withdrawHandOver', params: OfOffer, body: Empty, ...answers } },
    (request) => {
      const { id, offer } = request.params
      const by = personAsking(request).id
      return tell(id, by, (now) => ({ type: 'WithdrawHandOver', offer, by, now }))
    },
  )
}

/** Whoever is to lead must be permitted to; every other seat is open to all who may respond. */
async function mustBeAble({ db }: Deps, person: string, role: string) {
  const {
    rows: [found],
  } = await sql<{ name: string; groups: string[] }>`
    select u.name, array(select group_name from user_groups g where g.user_id = u.id) as groups from auth_user u where u.id = ${person}`.execute(db)
  if (!found) throw new Refused('not-valid', 'There is no such person here.')
  const wanted = role === 'commander' ? 'command' : 'respond'
  const able = Object.entries(groups).some(([name, permissions]) => found.groups.includes(name) && (permissions as readonly string[]).includes(wanted))
  if (!able) throw new Refused('not-valid', `${found.name} has no permission to ${wanted}. An administrator can give it; or choose somebody else.`)
}

async function teamView(deps: Deps, crisisId: string): Promise<z.input<typeof TeamView>> {
  await crisisNow(deps, crisisId)
  const [state, { playbook, severity, commander }] = await Promise.all([deps.engine.stateOf<TeamState>(teamOf(crisisId)), runningPlaybook(deps, crisisId)])
  // A crisis of an older version has no team; its commander is known all the same.
  const seats = state.status === 'none' && commander ? { commander: { holder: commander, since: undefined, relieveAt: undefined } } : state.seats
  const person = await namesOf(deps, [...Object.values(seats).map((seat) => seat.holder), ...state.offers.flatMap((offer) => [offer.from, offer.to])])
  const texts = await textsOf(
    deps,
    state.offers.map((offer) => offer.noteId),
  )
  const roles = state.status === 'none' ? ['commander'] : state.roles
  return {
    seats: roles.map((role) => {
      const plan = playbook.roles[role]
      const seat = Object.hasOwn(seats, role) ? seats[role as 'commander'] : undefined
      return {
        role,
        title: plan?.title ?? null,
        about: plan?.about ?? null,
        decides: plan?.decides ?? [],
        needed: role === 'commander' || (plan?.neededFrom !== undefined && severity <= plan.neededFrom),
        holder: seat ? person(seat.holder) : null,
        since: seat?.since ?? null,
        relieveAt: state.calm ? null : (seat?.relieveAt ?? null),
      }
    }),
    offers: state.offers.map(({ id, role, from, to, noteId, offeredAt, answerBy }) => ({
      id,
      role,
      from: from ? person(from) : null,
      to: person(to),
      note: (noteId && texts.get(noteId)) ?? null,
      offeredAt,
      answerBy,
    })),
  }
}
