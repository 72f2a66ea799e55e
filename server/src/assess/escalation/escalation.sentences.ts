import { type Sentences, time } from '../../platform/events/sentences.ts'

export const escalationSentences: Sentences = {
  EscalationArmed: { says: ({ policy }) => `Somebody is paged to lead, by the policy “${(policy as { name: string }).name}”.` },
  EscalationStepReached: {
    says: (data, name) => {
      const people = (data.persons as string[]).map(name)
      const where = `step ${Number(data.step) + 1}${Number(data.round) > 1 ? `, round ${data.round}` : ''}`
      if (people.length === 0) return 'Nobody could be paged: nobody here may lead. Give somebody the group commander.'
      return `${data.lastResort ? 'Nobody stands behind any step, so everybody who may lead was paged' : `Paged (${where})`}: ${listed(people)}. Unless somebody takes command, it goes on at ${time(data.nextAt)} UTC.`
    },
    tone: 'warning',
    people: ({ persons }) => persons as string[],
  },
  EscalationStepEmpty: {
    says: ({ step, round }) =>
      `Nobody is on call behind step ${Number(step) + 1}${Number(round) > 1 ? ` (round ${round})` : ''}: the next step was paged at once.`,
    tone: 'bad',
  },
  EscalationExhausted: {
    says: ({ everyMinutes }) =>
      `Every step was paged and nobody has taken command. The last step is paged again every ${everyMinutes} minutes until somebody does.`,
    tone: 'bad',
  },
  EscalationAcknowledged: { says: ({ by }, name) => `Paging ended: ${name(by)} leads.`, tone: 'good', people: ({ by }) => [by] },
  EscalationPaused: {
    says: ({ until }) => (until ? `Paging is paused until ${time(until)} UTC.` : 'Paging is paused until somebody resumes it.'),
    tone: 'warning',
  },
  EscalationResumed: { says: ({ nextAt }) => `Paging goes on; the next step is due at ${time(nextAt)} UTC.` },
  EscalationHastened: {
    says: ({ severity }) => `The severity rose to ${severity} before anybody took command: the next step is paged at once.`,
    tone: 'warning',
  },
  EscalationStopped: { says: () => 'Paging ended: the crisis is over.' },
}

const listed = (people: string[]) => (people.length > 6 ? `${people.slice(0, 5).join(', ')} and ${people.length - 5} more` : people.join(', '))
