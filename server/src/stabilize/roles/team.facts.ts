// How the team's facts are read back; command itself passes on in the crisis, and the seat follows.
import { z } from 'zod'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { crisisStream } from '../crisis/crisis.facts.ts'
import { type TeamCommand, type TeamFact, type TeamState, team } from './team.ts'

const at = z.coerce.date()
const text = z.string()
const answered = <T extends string>(type: T) => z.object({ type: z.literal(type), offer: text, role: text, to: text, reasonId: text.optional(), at })
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('TeamFormed'), roles: z.array(text), commander: text, at }),
  z.object({ type: z.literal('SeatTaken'), role: text, holder: text, instead: text.optional(), at }),
  z.object({ type: z.literal('SeatLeft'), role: text, holder: text, at }),
  z.object({ type: z.literal('HandOverOffered'), offer: text, role: text, from: text.optional(), to: text, noteId: text.optional(), answerBy: at, at }),
  answered('HandOverAccepted'),
  answered('HandOverDeclined'),
  answered('HandOverWithdrawn'),
  answered('HandOverLapsed'),
  z.object({ type: z.literal('ReliefDue'), role: text, holder: text, since: at, at }),
  z.object({ type: z.literal('ReliefEnded'), at }),
  z.object({ type: z.literal('ReliefResumed'), at }),
  z.object({ type: z.literal('TeamDissolved'), at }),
])

export const teamKind = streamKind<TeamState, TeamCommand, TeamFact>({
  name: 'team',
  decider: team,
  facts: Facts as unknown as z.ZodType<TeamFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckTeam', now }),
})
export const teamOf = (crisisId: string) => `team/${crisisId}`

type OfCrisis = { crisisId: string; at: Date }
export const teamReactions: Reactions = {
  CommanderSeated: (fact: OfCrisis & { commander: string }) => [
    { tell: teamOf(fact.crisisId), command: { type: 'SeatCommander', holder: fact.commander, now: fact.at } satisfies TeamCommand },
  ],
  HandOverAccepted: (fact: OfCrisis & { role: string; to: string }) =>
    fact.role === 'commander' ? [{ tell: crisisStream(fact.crisisId), command: { type: 'TakeCommand', by: fact.to, now: fact.at } }] : [],
  CrisisRestored: (fact: OfCrisis) => [{ tell: teamOf(fact.crisisId), command: { type: 'EndRelief', now: fact.at } satisfies TeamCommand }],
  CrisisReopened: (fact: OfCrisis) => [{ tell: teamOf(fact.crisisId), command: { type: 'ResumeRelief', now: fact.at } satisfies TeamCommand }],
  CrisisClosed: (fact: OfCrisis) => [{ tell: teamOf(fact.crisisId), command: { type: 'Dissolve', now: fact.at } satisfies TeamCommand }],
}
