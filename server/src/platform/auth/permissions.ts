// Who may do what. Groups are the seats of PRODUCT's people; a route names one permission beside its path.
// knowledge: writing and publishing articles.
// give-goodwill: from one's own budget, beyond it when somebody agrees.
// read-conversations: what customers wrote. converse: answer them. answer-all: one answer to everybody linked to a crisis.
// respond: seats, tasks, decisions, workarounds. call: customers whom nothing else reached. act: webhooks that roll back, rate-limit, flip a flag. regulatory: clocks of the law. sign-off: a partner's word for its customers.

export const groups = {
  administrator: [
    'read',
    'registry',
    'import',
    'declare',
    'command',
    'write-update',
    'approve-update',
    'plan-remedy',
    'approve-remedy',
    'restore',
    'review',
    'knowledge',
    'respond',
    'call',
    'give-goodwill',
    'act',
    'regulatory',
    'on-call',
    'playbook',
    'settings',
    'sign-off',
    'read-conversations',
    'converse',
    'answer-all',
  ],
  commander: [
    'read',
    'declare',
    'command',
    'write-update',
    'approve-update',
    'plan-remedy',
    'restore',
    'review',
    'knowledge',
    'respond',
    'call',
    'give-goodwill',
    'act',
    'regulatory',
    'on-call',
    'playbook',
    'read-conversations',
    'converse',
    'answer-all',
  ],
  communicator: ['read', 'declare', 'write-update', 'approve-update', 'review', 'knowledge', 'respond', 'call', 'read-conversations', 'converse', 'answer-all'],
  responder: ['read', 'declare', 'restore', 'review', 'knowledge', 'respond', 'call', 'act'],
  legal: ['read', 'respond', 'regulatory', 'read-conversations'],
  finance: ['read', 'plan-remedy', 'approve-remedy', 'respond'],
  'customer-success': ['read', 'registry', 'import', 'knowledge', 'call', 'give-goodwill', 'read-conversations', 'converse'],
  support: ['read', 'knowledge', 'call', 'give-goodwill', 'read-conversations', 'converse'],
  observer: ['read'],
  /** A partner’s program, which says for its customers whether it works again, and may do nothing else. */
  partner: ['sign-off'],
} as const

export type Group = keyof typeof groups
export type Permission = (typeof groups)['administrator'][number]

/** public: anybody, even without signing in. signed-in: whoever has an account here. */
export type Access = Permission | 'public' | 'signed-in'

export type Principal = { id: string; name: string; kind: 'user' | 'key'; groups: Group[] }

/** What a program is called where it acts; it may do what its key permits, but it is nobody's second pair of eyes. */
export const isProgram = (actor: string): boolean => actor.startsWith('key:')

export const isGroup = (name: string): name is Group => Object.hasOwn(groups, name)

export const permits = (principal: Principal | undefined, access: Access): boolean =>
  access === 'public' ||
  (principal !== undefined && (access === 'signed-in' || principal.groups.some((group) => (groups[group] as readonly string[]).includes(access))))
