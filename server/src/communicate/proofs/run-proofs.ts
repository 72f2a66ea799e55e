// The heartbeat: plans what is due, sends what was asked for, and says what did not come back.
import type { Deps } from '../../deps.ts'
import type { Line } from '../deliveries/line.ts'
import { forgetBrowsers } from '../push/push.store.ts'
import { nextHeartbeat } from './proof.ts'
import { askProof, type Due, forgetProofs, lastProofs, noteLate, noteProof, takeProofs } from './proofs.store.ts'
import { probeStatusPage } from './status-page.probe.ts'
import { type KnownWay, waysOut } from './ways.ts'

/** Asks for the tests that are due. */
export async function planHeartbeats(deps: Deps): Promise<void> {
  const { db, clock, config } = deps
  const now = clock()
  const ways = await waysOut(deps)
  await noteLate(
    db,
    ways.filter(({ comesBack }) => comesBack),
    now,
  )
  if (config.proofHours === 0) return
  const proofs = await lastProofs(db)
  for (const way of ways) {
    if (way.missing) continue
    const last = proofs.find((proof) => proof.channel === way.channel && proof.provider === way.provider && proof.endpointId === way.endpointId)
    if (nextHeartbeat(last, config.proofHours, now) <= now) await askProof(deps, way, null)
  }
  await forgetProofs(db, now)
  await forgetBrowsers(db, now)
}

/** Sends those that wait, all at once. @returns how many were sent */
export async function runProofs(deps: Deps, lines: Line<never>[]): Promise<number> {
  const due = await takeProofs(deps.db, deps.clock())
  if (due.length === 0) return 0
  const ways = await waysOut(deps)
  await Promise.all(due.map((each) => prove(deps, lines, ways, each)))
  return due.length
}

type Told = Parameters<typeof noteProof>[2]

async function prove(deps: Deps, lines: Line<never>[], ways: KnownWay[], due: Due): Promise<void> {
  const said = await attempt(deps, lines, ways, due).catch((error: Error): Told => {
    deps.log.error({ err: error, proof: due.id }, 'a channel could not be tested')
    return { state: 'failed', answer: 'the test could not be sent; the log has the details' }
  })
  await noteProof(deps.db, due.id, said, deps.clock())
}

async function attempt(deps: Deps, lines: Line<never>[], ways: KnownWay[], { channel, provider: name, endpointId, token }: Due): Promise<Told> {
  if (channel === 'status-page') return probeStatusPage(deps)
  const line = lines.find((each) => each.channel === channel)
  const provider = line?.live.find((each) => each.name === name)
  if (!line || !provider) return { state: 'failed', answer: `nobody called ${name} carries this channel any more` }
  const way = ways.find((each) => each.channel === channel && each.provider === name && each.endpointId === endpointId)
  const written = await line.proof(deps, { token, endpointId, to: way?.to ?? null })
  if ('wrong' in written) return { state: 'failed', answer: written.wrong }
  const { state, answer, reference } = await provider.channel.send(written.message)
  return { state: state === 'accepted' ? written.proves : 'failed', answer, reference }
}
