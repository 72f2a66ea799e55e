// How every way out of the house stands, from tests; and a test now.
import { type Deps, namesOf } from '../../deps.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { publicChannels } from '../endpoints/endpoints.contract.ts'
import { standingOf } from './proof.ts'
import { AskProof, ChannelsView, type ChannelView } from './proofs.contract.ts'
import { askProof, lastProofs, type ProofRow } from './proofs.store.ts'
import { type KnownWay, waysOut } from './ways.ts'

export function proofRoutes(server: App, deps: Deps) {
  const app = typed(server)

  app.get('/api/channels', { config: may('read'), schema: { operationId: 'listChannels', response: { 200: ChannelsView } } }, () => view(deps))

  app.post(
    '/api/channels/proofs',
    { config: may('settings'), schema: { operationId: 'proveChannel', body: AskProof, response: { 200: ChannelsView } } },
    async (request) => {
      const { channel, provider, endpointId } = request.body
      const way = (await waysOut(deps)).find((each) => each.channel === channel && each.provider === provider && each.endpointId === endpointId)
      if (!way) throw new Refused('not-found', 'There is no such channel here.')
      if (way.missing) throw new Refused('out-of-order', way.missing)
      await askProof(deps, way, asker(request).id)
      return view(deps)
    },
  )
}

async function view(deps: Deps) {
  const { db, clock, config } = deps
  const [ways, proofs] = [await waysOut(deps), await lastProofs(db)]
  const person = await namesOf(
    deps,
    proofs.map(({ askedBy }) => askedBy),
  )
  const channels = ways.map((way) => {
    const last = proofs.filter((proof) => proof.channel === way.channel && proof.provider === way.provider && proof.endpointId === way.endpointId)
    const standing = standingOf(last, config.proofHours || 24, clock())
    const state = way.missing ? ('not-set-up' as const) : standing.state
    return {
      ...{ channel: way.channel, provider: way.provider, endpointId: way.endpointId, name: way.name, to: way.to },
      ...{ state, sentence: sentenceOf(state, way, last), provenAt: standing.provenAt?.toISOString() ?? null },
      last: last.map((proof) => ({
        ...{ id: proof.id, state: proof.state, answer: proof.answer, sentAt: proof.sentAt.toISOString() },
        milliseconds: took(proof),
        askedBy: proof.askedBy ? person(proof.askedBy) : null,
      })),
    }
  })
  return { everyHours: config.proofHours, channels }
}

function took({ sentAt, acceptedAt, arrivedAt }: ProofRow): number | null {
  const until = arrivedAt ?? acceptedAt
  return until && Math.max(0, until.getTime() - sentAt.getTime())
}

function sentenceOf(state: ChannelView['state'], way: KnownWay, [last]: ProofRow[]): string {
  switch (state) {
    case 'not-set-up':
      return way.missing ?? ''
    case 'never':
      return 'No test was sent yet.'
    case 'proven':
      return 'A test came back.'
    case 'accepted':
      if (publicChannels.some((each) => each === way.channel)) return 'The last test could sign in and look at the account. Nothing was posted in public.'
      return way.comesBack ? 'The last test was taken; it is not back yet.' : 'The last test was taken. Nothing tells whether it arrived.'
    case 'late':
      return way.channel === 'sms'
        ? 'The last text was taken, but no receipt came within 15 minutes. Does the provider reach this installation?'
        : 'The last mail was taken, but did not come back within 15 minutes. Is it in the spam folder, or is the mailbox not read?'
    case 'stale':
      return 'The last test is too old to prove anything. Does a worker run?'
    case 'failing':
      return `The last test failed: ${last?.answer ?? 'no answer'}`
  }
}
