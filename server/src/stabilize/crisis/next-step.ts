// The one thing to do next, from what the room already knows: who leads, then what customers were promised, then what else cannot wait.
import { seatName } from '../roles/team.sentences.ts'
import type { CrisisRoom, NextStep } from './crisis.contract.ts'

type Known = Omit<CrisisRoom, 'next'>
const day = 24 * 3_600_000

/** `forLaw`: whether they may answer for the law; others are not sent where they can do nothing. */
export function nextStep(room: Known, me: string, forLaw: boolean): NextStep {
  if (room.status === 'closed') return step('nothing', 'This crisis is closed', 'Its review and its figures stay here.')
  return leading(room, me) ?? toldFirst(room) ?? (room.status === 'restored' ? afterwards(room, me, forLaw) : meanwhile(room, forLaw))
}

/** Nothing goes well before somebody leads, and whoever is offered a seat is waited for. */
function leading(room: Known, me: string): NextStep | undefined {
  const [offer] = room.work.offersToMe
  if (offer)
    return step(
      'answer-hand-over',
      `${offer.from?.name ?? 'The commander'} offers you the seat of ${seatName(offer.role)}`,
      offer.note ?? 'Accept it, or say no: until you answer it stays where it is.',
      offer.answerBy,
    )
  if (room.acknowledgedAt) return undefined
  const by = deadlineOf(room, 'team-assembled')
  return room.commander?.id === me
    ? step('acknowledge', 'Acknowledge that you lead', 'You are in the commander’s seat. Say that you have it, or let somebody else take it.', by)
    : step('take-command', 'Somebody must lead', `${room.commander?.name ?? 'Nobody'} has not acknowledged yet. Take command if you can lead now.`, by)
}

/** They hear it first from us. */
function toldFirst(room: Known): NextStep | undefined {
  const waiting = room.updates.find((update) => update.status === 'awaiting-approval')
  if (waiting)
    return step(
      'approve-update',
      'An update waits for a second person',
      `“${waiting.parts.title}” by ${waiting.author.name} reaches customers once somebody else has approved it.`,
      deadlineOf(room, 'approval', 'first-message', 'next-update'),
    )
  const first = deadlineOf(room, 'first-message')
  const proposal = room.severityProposal
  // A stricter severity moves the first promise closer, so it is settled before, except where that promise is about to be missed already.
  if (proposal && proposal.severity < room.severity && room.status !== 'restored' && !(first && reminded(room, first)))
    return step('look-at-severity', `The facts say severity ${proposal.severity}`, proposal.reasons.join(' '))
  // Once it is restored, what is missing is the last word: see afterwards.
  if (first && room.status !== 'restored')
    return step('write-update', 'Tell customers that you know', 'They hear it first from you. A holding update is enough if you know little yet.', first)
  if (!room.impact && room.scope.length > 0)
    return step('assess-impact', 'Find out who is hurt', 'Impact has not been assessed yet.', deadlineOf(room, 'impact-and-timeline'))
  return undefined
}

/** While it lasts. A promise to customers whose reminder has come goes before what can wait a little. */
function meanwhile(room: Known, forLaw: boolean): NextStep {
  const open = room.criteria.filter((criterion) => !criterion.metAt)
  if (open.length === 0) return step('restore', 'Everything works again: say so', 'All criteria are met. Restoring ends the impact and starts the review.')
  const next = deadlineOf(room, 'first-full-update', 'next-update')
  const other = next && reminded(room, next) ? undefined : ((forLaw ? byLaw(room) : undefined) ?? byTeam(room))
  if (other) return other
  if (next) return step('write-update', 'The next update is promised', 'Write what is new; if nothing is, say that honestly.', next)
  return step('check-criteria', 'Check whether it works again', `${open.length} of ${room.criteria.length} criteria are open.`)
}

function byLaw({ law, now }: Known): NextStep | undefined {
  const near = law.clocks.find((clock) => clock.deadline && (clock.missed || Date.parse(clock.deadline) - Date.parse(now) < day))
  if (near)
    return step('meet-obligation', `${near.missed ? 'Late' : 'Due'} by law: ${near.title}`, `${near.regime}. Send it, and keep what proves it.`, near.deadline)
  if (law.unanswered === 0) return undefined
  const questions = law.unanswered === 1 ? 'One question decides' : `${law.unanswered} questions decide`
  return step('answer-law', 'Does the law set a clock?', `${questions} whether an authority or people must be told, and by when.`)
}

function byTeam({ work: { lateTask, emptySeats } }: Known): NextStep | undefined {
  if (lateTask) return step('do-task', `Late: ${lateTask.text}`, 'It should be done by now. Do it, give it to somebody, or say why it is left out.')
  if (emptySeats.length === 0) return undefined
  return step('fill-seats', 'Seats are empty', 'At this severity they should be filled. Ask somebody to take them: nobody leads well alone.')
}

/** Once customers can work: the last word, making good, their own word, the review. */
function afterwards(room: Known, me: string, forLaw: boolean): NextStep {
  // After it was reopened, what was said before is the last word no more.
  const newest = room.updates
    .filter((update) => update.class === 'update' && update.status === 'published')
    .sort((one, other) => (other.sequence ?? 0) - (one.sequence ?? 0))[0]
  const lastWord = newest?.phase === 'resolved'
  const hurt = (room.impact?.accounts ?? 0) > 0
  if (room.watch.proposesReopening) return step('reopen', 'It may not be over', room.watch.troubles.map(({ sentence }) => sentence).join(' '))
  const untold = tellThem(room, me)
  if (untold) return untold
  if (!lastWord)
    return step(
      'write-update',
      'Say the last word',
      'Customers want to know what happened, why, what you did, and how you keep it from happening again.',
      deadlineOf(room, 'first-message', 'next-update'),
    )
  if (room.remedyPlan?.status === 'proposed')
    return step(
      'approve-remedy',
      'Approve what customers get',
      `${room.remedyPlan.accounts} accounts wait for it; ${room.remedyPlan.approvalsMissing} approval(s) missing.`,
    )
  if (!room.remedyPlan && hurt) return step('plan-remedy', 'Make good', 'Work out what the policy gives to those who were hurt, before they ask.')
  if (room.signOff.asked === 0 && hurt) return step('ask-sign-off', 'Ask customers whether it works for them', 'Only they can say that it is over.')
  const law = forLaw ? byLaw(room) : undefined
  if (law) return law
  if (!room.review?.publishedAt)
    return step('review', 'Finish the review', 'It is drafted from the timeline: read it, complete it, publish it.', deadlineOf(room, 'review'))
  if (room.watch.state === 'running')
    return step('watch', 'Watch whether it holds', 'Everything else is done. When the watch is over and nothing showed again, close it.', room.watch.until)
  const open = room.law.clocks.length
  if (open === 0) return step('close', 'Close the crisis', 'Everything is done. Closing keeps it for the figures.')
  return step('close', 'Close the crisis', `${open === 1 ? 'One clock' : `${open} clocks`} of the law will run on, and still call you before the time is over.`)
}

/** Who wrote waits for this one word, and needs no last word for it; a last word that is published tells them by itself. */
function tellThem({ untold }: Known, me: string): NextStep | undefined {
  // Whoever wrote it goes on: only somebody else can agree.
  if (!untold || untold.by === me) return undefined
  const them = untold.conversations === 1 ? 'one conversation' : `${untold.conversations.toLocaleString('en')} conversations`
  return untold.waiting
    ? step('tell-restored', `That it works again waits for a second person`, `It goes to ${them} once somebody else has agreed to the words.`)
    : step(
        'tell-restored',
        `Tell ${them} that it works again`,
        'They wrote to us, and no update has said it yet. Look at what each of them would read, then send it. Who says that it is still broken is left to a person.',
      )
}

const step = (action: NextStep['action'], title: string, detail: string, deadline: string | null = null): NextStep => ({ action, title, detail, deadline })
const running = ({ clocks }: Known) => clocks.filter((clock) => clock.state === 'running').sort((one, other) => one.deadline.localeCompare(other.deadline))
const reminded = (room: Known, deadline: string) => running(room).some((clock) => clock.deadline === deadline && clock.reminded)
const deadlineOf = (room: Known, ...kinds: string[]) => running(room).find((clock) => kinds.includes(clock.kind))?.deadline ?? null
