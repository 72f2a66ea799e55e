// The one thing to do next, from what the room already knows: the next promise to customers comes before everything else that can wait.
import type { CrisisRoom, NextStep } from './crisis.contract.ts'

type Known = Pick<
  CrisisRoom,
  | 'status'
  | 'work'
  | 'severity'
  | 'severityProposal'
  | 'clocks'
  | 'updates'
  | 'impact'
  | 'criteria'
  | 'remedyPlan'
  | 'signOff'
  | 'review'
  | 'scope'
  | 'acknowledgedAt'
  | 'commander'
>

export function nextStep(room: Known, me: string): NextStep {
  const step = (action: NextStep['action'], title: string, detail: string, deadline: string | null = null): NextStep => ({ action, title, detail, deadline })
  const running = room.clocks.filter((clock) => clock.state === 'running').sort((one, other) => one.deadline.localeCompare(other.deadline))
  const deadlineOf = (...kinds: string[]) => running.find((clock) => kinds.includes(clock.kind))?.deadline ?? null
  const waiting = room.updates.find((update) => update.status === 'awaiting-approval')
  const lastWord = room.updates.some((update) => update.class === 'update' && update.status === 'published' && update.phase === 'resolved')
  const openCriteria = room.criteria.filter((criterion) => !criterion.metAt)

  if (room.status === 'closed') return step('nothing', 'This crisis is closed', 'Its review and its figures stay here.')
  const [offer] = room.work.offersToMe
  if (offer)
    return step(
      'answer-hand-over',
      `${offer.from?.name ?? 'The commander'} offers you a seat`,
      offer.note ?? 'Accept it, or say no: until you answer it stays where it is.',
      offer.answerBy,
    )
  if (!room.acknowledgedAt)
    return room.commander?.id === me
      ? step(
          'acknowledge',
          'Acknowledge that you lead',
          'You are in the commander’s seat. Say that you have it, or let somebody else take it.',
          deadlineOf('team-assembled'),
        )
      : step(
          'take-command',
          'Somebody must lead',
          `${room.commander?.name ?? 'Nobody'} has not acknowledged yet. Take command if you can lead now.`,
          deadlineOf('team-assembled'),
        )
  if (waiting)
    return step(
      'approve-update',
      'An update waits for a second person',
      `“${waiting.parts.title}” by ${waiting.author.name} reaches customers once somebody else has approved it.`,
      deadlineOf('first-message', 'next-update'),
    )
  const first = deadlineOf('first-message')
  if (first)
    return step('write-update', 'Tell customers that you know', 'They hear it first from you. A holding update is enough if you know little yet.', first)
  const proposal = room.severityProposal
  if (proposal && proposal.severity < room.severity && room.status !== 'restored')
    return step('look-at-severity', `The facts say severity ${proposal.severity}`, proposal.reasons.join(' '))
  if (!room.impact && room.scope.length > 0)
    return step('assess-impact', 'Find out who is hurt', 'Impact has not been assessed yet.', deadlineOf('impact-and-timeline'))
  if (room.status !== 'restored') {
    const { emptySeats, lateTask } = room.work
    const soon = deadlineOf('first-full-update', 'next-update')
    const pressing = soon !== null && running.some((clock) => clock.deadline === soon && clock.reminded)
    if (lateTask && !pressing)
      return step('do-task', `Late: ${lateTask.text}`, 'It should be done by now. Do it, give it to somebody, or say why it is left out.')
    if (emptySeats.length > 0 && !pressing)
      return step('fill-seats', 'Seats are empty', 'At this severity they should be filled. Ask somebody to take them: nobody leads well alone.')
    const next = deadlineOf('first-full-update', 'next-update')
    if (openCriteria.length === 0)
      return step('restore', 'Everything works again: say so', 'All criteria are met. Restoring ends the impact and starts the review.')
    if (next) return step('write-update', 'The next update is promised', 'Write what is new; if nothing is, say that honestly.', next)
    return step('check-criteria', 'Check whether it works again', `${openCriteria.length} of ${room.criteria.length} criteria are open.`)
  }
  if (!lastWord)
    return step(
      'write-update',
      'Say the last word',
      'Customers want to know what happened, why, what you did, and how you keep it from happening again.',
      deadlineOf('next-update'),
    )
  if (room.remedyPlan?.status === 'proposed')
    return step(
      'approve-remedy',
      'Approve what customers get',
      `${room.remedyPlan.accounts} accounts wait for it; ${room.remedyPlan.approvalsMissing} approval(s) missing.`,
    )
  if (!room.remedyPlan && (room.impact?.accounts ?? 0) > 0)
    return step('plan-remedy', 'Make good', 'Work out what the policy gives to those who were hurt, before they ask.')
  if (room.signOff.asked === 0 && (room.impact?.accounts ?? 0) > 0)
    return step('ask-sign-off', 'Ask customers whether it works for them', 'Only they can say that it is over.')
  if (!room.review?.publishedAt)
    return step('review', 'Finish the review', 'It is drafted from the timeline: read it, complete it, publish it.', deadlineOf('review'))
  return step('close', 'Close the crisis', 'Everything is done. Closing keeps it for the figures.')
}
