import { count, type Sentences, time } from '../../platform/events/sentences.ts'

export const tasksSentences: Sentences = {
  TasksPlanned: { says: ({ due }) => `${follow((due as unknown[]).length)} from the playbook.` },
  TasksJoined: { says: ({ due, severity }) => `${follow((due as unknown[]).length, ' more')} from severity ${severity}.` },
  TaskAdded: { says: (_, __, task) => `Task added: ${task}` },
  TaskAssigned: {
    says: ({ owner }, name, task) => (owner ? `${name(owner)} was given the task: ${task}` : `Nobody in particular has the task now: ${task}`),
    people: ({ owner }) => [owner],
  },
  TaskStarted: { says: ({ by }, name, task) => `${name(by)} is at work on: ${task}`, people: ({ by }) => [by] },
  TaskDone: { says: ({ by, late }, name, task) => `${name(by)} finished${late ? ', late' : ''}: ${task}`, tone: 'good', people: ({ by }) => [by] },
  TaskSkipped: { says: ({ by }, name, task) => `${name(by)} left out: ${task}`, tone: 'warning', people: ({ by }) => [by] },
  TaskReopened: { says: ({ by }, name, task) => `${name(by)} reopened: ${task}`, tone: 'warning', people: ({ by }) => [by] },
  TaskOverdue: { says: ({ dueAt }, _, task) => `Late, was due at ${time(dueAt)} UTC: ${task}`, tone: 'bad' },
}

const follow = (tasks: number, more = '') => (tasks === 1 ? `1${more} task follows` : `${count(tasks)}${more} tasks follow`)
