// Fifty-nine mistakes that people make in playbooks, each made in a real one: exactly this is said, with line and column.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkPlaybook, checkRegimes, checkRemedies, problemLine } from './check.ts'
import { readShelf, shippedFolder } from './shelf.ts'

const { known } = readShelf()
const shipped = (name: string) => readFileSync(join(shippedFolder, `${name}.yaml`), 'utf8')
const said = (text: string | Uint8Array) => checkPlaybook(text, known).problems.map((problem) => problemLine('x', problem).slice(2))

// [playbook, what stands there, what somebody made of it, what is said]
const mistakes: [string, string, string, string[]][] = [
  ['service-outage', 'title: Service outage\n', '', ['1:1: title: is missing; it must be a text']],
  [
    'service-outage',
    'title: Service outage',
    'titel: Service outage',
    [
      '1:1: title: is missing; it must be a text',
      '5:1: titel: there is no entry titel; there are playbook, version, title, about, kinds, detection, severity, roles, tasks, clocks, regulatory, actions, audiences, approvals, remedies, criteria, restoration, watch, signOff, templates; did you mean title?',
    ],
  ],
  ['service-outage', 'title: Service outage', 'title:', ['5:1: title: is empty; it must be a text']],
  ['service-outage', 'title: Service outage', 'title: [Service, outage]', ['5:1: title: must be a text, not a list']],
  ['service-outage', 'version: "2"', 'version: 2', ['4:10: version: must be a text; put it in quotes']],
  ['service-outage', 'playbook: service-outage', 'playbook: Service Outage', ['3:11: playbook: must be lower-case letters, digits and dashes']],
  ['data-breach', 'kinds: [data-breach]', 'kinds: data-breach', ['9:8: kinds: must be a list, not a text']],
  ['data-breach', 'kinds: [data-breach]', 'kinds: []', ['9:1: kinds: must have at least 1 entry']],
  [
    'data-breach',
    'kinds: [data-breach]',
    'kinds: [data-braech]',
    [
      '9:9: kinds › no. 1: must be one of service-outage, degraded-performance, data-breach, billing-failure, product-failure, product-recall, shipping-delay, third-party-failure, regulatory-trouble, natural-disaster, complaint-surge, single-customer, support-down, planned-maintenance; did you mean data-breach?',
    ],
  ],
  ['data-breach', '  standardRules: false', '  standardRules: no', ['13:18: severity › standardRules: must be true or false, not a text']],
  ['data-breach', '  otherwise: 3', '  otherwise: 7', ['14:14: severity › otherwise: must be 1, 2, 3 or 4']],
  [
    'data-breach',
    'answers: { still-open: true }',
    'answers: { stil-open: true }',
    [
      '30:37: severity › rules › no. 1 › when › answers › stil-open: there is no question stil-open; there are still-open, sensitive, taken, unreadable; did you mean still-open?',
    ],
  ],
  ['billing-failure', '    - severity: 1\n', '    - severity: critical\n', ['21:17: severity › rules › no. 1 › severity: must be 1, 2, 3 or 4, not a text']],
  ['billing-failure', '    - severity: 1\n', '    - severity: 0\n', ['21:17: severity › rules › no. 1 › severity: must be 1, 2, 3 or 4']],
  [
    'billing-failure',
    'affectedAccounts: { atLeast: 100 }',
    'affectedAccounts: 100',
    ['31:33: severity › rules › no. 4 › when › affectedAccounts: must hold named entries (atLeast)'],
  ],
  [
    'billing-failure',
    'affectedAccounts: { atLeast: 100 }',
    'affectedAccounts: { atleast: 100 }',
    [
      '31:15: severity › rules › no. 4 › when › affectedAccounts › atLeast: is missing; it must be a number, 0 or more',
      '31:35: severity › rules › no. 4 › when › affectedAccounts › atleast: there is no entry atleast; there are atLeast; did you mean atLeast?',
    ],
  ],
  [
    'billing-failure',
    'affectedAccounts: { atLeast: 100 }',
    'affectedAccounts: { atLeast: -1 }',
    ['31:44: severity › rules › no. 4 › when › affectedAccounts › atLeast: must be a number, 0 or more'],
  ],
  [
    'billing-failure',
    '      ask: May people',
    '      question: May people',
    [
      '15:7: severity › questions › overdrawn › ask: is missing; it must be a text',
      '16:7: severity › questions › overdrawn › question: there is no entry question; there are key, ask, help',
    ],
  ],
  ['product-recall', '    title: Safety lead\n', '', ['51:3: roles › safety-lead: a role of the playbook’s own needs a title']],
  [
    'product-recall',
    '  safety-lead:\n',
    '  Safety Lead:\n',
    [
      '51:3: roles › Safety Lead: the name Safety Lead must be lower-case letters, digits and dashes',
      '95:17: tasks › stop-sale › consulted › no. 1: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '104:18: tasks › hazard › accountable: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '113:17: tasks › report-decision › consulted › no. 1: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '121:18: tasks › which-units › accountable: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '122:19: tasks › which-units › responsible › no. 1: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '130:17: tasks › stop-using › consulted › no. 1: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '184:17: tasks › return-way › consulted › no. 1: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '197:18: tasks › destroy › accountable: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '204:18: tasks › cause › accountable: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
      '273:9: audiences › suppliers › by: there is no role safety-lead; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, Safety Lead; did you mean Safety Lead?',
    ],
  ],
  ['product-recall', '    neededFrom: 2', '    neededFrom: 5', ['77:17: roles › executive-sponsor › neededFrom: must be 1, 2, 3 or 4']],
  ['product-recall', '    neededFrom: 2', '    neededFrom: always', ['77:17: roles › executive-sponsor › neededFrom: must be 1, 2, 3 or 4, not a text']],
  [
    'product-recall',
    '    accountable: safety-lead',
    '    accountable: safety-laed',
    [
      '104:18: tasks › hazard › accountable: there is no role safety-laed; there are commander, communication-lead, technical-lead, operations-coordinator, executive-sponsor, legal-privacy, finance-approver, scribe, safety-lead; did you mean safety-lead?',
    ],
  ],
  ['product-recall', '    consulted: [safety-lead]', '    consulted: safety-lead', ['95:16: tasks › stop-sale › consulted: must be a list, not a text']],
  [
    'product-recall',
    '    accountable: legal-privacy',
    '    accountable: [legal-privacy]',
    ['112:5: tasks › report-decision › accountable: must be a text, not a list'],
  ],
  [
    'shipping-delay',
    '    phase: stabilize',
    '    phase: stabilise',
    ['96:12: tasks › stop-promising › phase: must be one of assess, stabilize, communicate, support, remediate, restore, learn; did you mean stabilize?'],
  ],
  [
    'shipping-delay',
    '    dueMinutes: 60',
    '    dueMinutes: 1h',
    ['89:17: tasks › which-orders › dueMinutes: must be a whole number from 1 to 129600, not a text'],
  ],
  ['shipping-delay', '    dueMinutes: 60', '    dueMinutes: 0', ['89:17: tasks › which-orders › dueMinutes: must be a whole number from 1 to 129600']],
  ['shipping-delay', '    critical: true', '    critical: "yes"', ['90:15: tasks › which-orders › critical: must be true or false, not a text']],
  [
    'shipping-delay',
    '    after: [which-orders]',
    '    after: [new-dates]',
    ['110:13: tasks › urgent-first › after › no. 1: new-dates must stand above the task that waits for it'],
  ],
  [
    'shipping-delay',
    '    after: [which-orders]',
    '    after: [which-oders]',
    ['110:13: tasks › urgent-first › after › no. 1: there is no task which-oders; there are which-orders, stop-promising; did you mean which-orders?'],
  ],
  [
    'shipping-delay',
    '  - key: carrier',
    '  - key: which-orders',
    [
      '112:10: tasks › which-orders › key: which-orders stands here twice',
      '142:27: tasks › new-dates › after › no. 2: there is no task carrier; there are which-orders, stop-promising, urgent-first, which-orders, other-way, holding',
    ],
  ],
  ['shipping-delay', '    from: restored', '    from: restoring', ['198:11: tasks › lesson › from: must be one of declared, restored; did you mean restored?']],
  [
    'single-customer',
    '  2: { team-assembled: 15',
    '  5: { team-assembled: 15',
    [
      '182:1: clocks › 2: is missing; it must hold named entries (team-assembled, first-message, communication-plan, first-full-update, impact-and-timeline, next-update, strategic-review, review, approval)',
      '184:3: clocks › 5: there is no entry 5; there are 1, 2, 3, 4',
    ],
  ],
  [
    'single-customer',
    'first-message: 15',
    'first-mesage: 15',
    [
      '183:28: clocks › 1 › first-mesage: there is no entry first-mesage; there are team-assembled, first-message, communication-plan, first-full-update, impact-and-timeline, next-update, strategic-review, review, approval; did you mean first-message?',
    ],
  ],
  [
    'single-customer',
    'first-message: 15',
    'first-message: 15 minutes',
    ['183:43: clocks › 1 › first-message: must be a whole number from 1 to 129600, not a text'],
  ],
  ['single-customer', 'next-update: 60', 'next-update: 60.5', ['183:132: clocks › 1 › next-update: must be a whole number from 1 to 129600']],
  [
    'regulatory-trouble',
    'starts: [sec-8k-105]',
    'starts: [sec-8k-150]',
    [
      '204:14: regulatory › listed › starts › no. 1: there is no obligation sec-8k-150; there are gdpr-33-authority, gdpr-34-people, nis2-early-warning, nis2-notification, nis2-final-report, dora-initial, dora-intermediate, dora-final and 22 more; did you mean sec-8k-105?',
    ],
  ],
  ['regulatory-trouble', 'starts: [sec-8k-105]', 'starts: []', ['204:5: regulatory › listed › starts: must have at least 1 entry']],
  [
    'regulatory-trouble',
    'automatically: { on: declared',
    'automatically: { on: declare',
    ['216:26: actions › hold-deletion › automatically › on: must be one of declared, severity-raised; did you mean declared?'],
  ],
  [
    'regulatory-trouble',
    '  - audience: regulators',
    '  - audience: regulator',
    [
      '234:15: audiences › regulator › audience: must be one of customers, staff, executives, investors, partners, suppliers, media, regulators; did you mean regulators?',
    ],
  ],
  [
    'regulatory-trouble',
    'remedies: regulatory',
    'remedies: regulation',
    [
      '257:11: remedies: there is no remedy policy regulation; there are standard, breach, billing, recall, product, shipping, regulatory, disaster, complaints, single, support, maintenance; did you mean regulatory?',
    ],
  ],
  ['regulatory-trouble', 'updates: { 1: 2', 'updates: { 1: 9', ['253:17: approvals › updates › 1: must be 1, 2 or 3']],
  [
    'support-down',
    '  holding:\n',
    '  holdin:\n',
    [
      '231:1: templates › holding: is missing; it must hold named entries (title, happened, affected, known, unknown, doing, can, must, workaround, estimate, why, prevention)',
      '232:3: templates › holdin: there is no entry holdin; there are holding, investigating, identified, monitoring, resolved; did you mean holding?',
    ],
  ],
  [
    'support-down',
    '    doing: We are mending it',
    '    doin: We are mending it',
    [
      '237:5: templates › holding › doin: there is no entry doin; there are title, happened, affected, known, unknown, doing, can, must, workaround, estimate, why, prevention; did you mean doing?',
    ],
  ],
  ['support-down', '  - key: reachable\n', '  - key: Reachable!\n', ['223:10: criteria › Reachable! › key: must be lower-case letters, digits and dashes']],
  [
    'service-outage',
    '  - key: errors-back\n',
    '  - key: errors-back\n    measure: { kind: check, minutes: 5 }\n',
    ['314:5: criteria › errors-back › measure: a check is of a service: add each: service, or name one check by its id'],
  ],
  ['service-outage', 'restoration: { steps: [5, 25, 100] }', 'restoration: { steps: [25, 5] }', ['319:16: restoration › steps: must rise, and end with 100']],
  ['natural-disaster', '    each: service', '    each: region', ['275:11: criteria › works › each: must be service']],
  [
    'planned-maintenance',
    'title: Planned maintenance that hurts',
    'title: Planned: it hurts',
    ['5:8: a text that holds a colon and a space stands in quotes: title: Planned: it hurts'],
  ],
  ['planned-maintenance', '    accountable: commander', '\taccountable: commander', ['79:1: lines are indented with spaces, not with tabs']],
  [
    'planned-maintenance',
    'title: Planned maintenance that hurts',
    'title: "Planned maintenance',
    ['5:28: a quotation mark is missing at the end of this text'],
  ],
  ['planned-maintenance', 'remedies: maintenance', 'remedies: maintenance\nremedies: standard', ['205:1: remedies stands here twice; keep one']],
  [
    'complaint-surge',
    'version: "1"',
    'version: &v "1"\ntitle: *v',
    ['4:13: anchors and aliases (& and *) are not read here; write it out', '6:1: title stands here twice; keep one'],
  ],
  ['complaint-surge', 'version: "1"', 'version: !secret "1"', ['4:10: tags (!) are not read here; take it out']],
  ['complaint-surge', 'version: "1"', 'version: "1"\n---', ['5:1: one file holds one document; take out the line with ---']],
  [
    'service-outage',
    '    rhythm: { 1: { first: 30, every: 60 }',
    '    rhythm: { 1: { first: soon, each: 60 }',
    [
      '279:27: audiences › staff › rhythm › 1 › first: must be a whole number from 1 to 129600, not a text',
      '279:33: audiences › staff › rhythm › 1 › each: there is no entry each; there are first, every',
    ],
  ],
  [
    'service-outage',
    '    rhythm: { 1: { first: 30, every: 60 }',
    '    rhythm: { 1: { every: 60 }',
    ['279:15: audiences › staff › rhythm › 1 › first: is missing; it must be a whole number from 1 to 129600'],
  ],
  [
    'service-outage',
    '  - audience: staff',
    '  - audience: customers',
    ['279:5: audiences › customers › rhythm: customers have their promises under clocks (next-update)'],
  ],
  ['service-outage', '  - audience: staff', '  - audience: executives', ['284:5: audiences › executives › rhythm: executives have a rhythm above already']],
  [
    'service-outage',
    '    fromSeverity: 2\n    told: Impact, money',
    '    fromSeverity: 1\n    told: Impact, money',
    ['284:44: audiences › executives › rhythm › 2: executives are told from severity 1 on, not at 2; change fromSeverity, or take this out'],
  ],
]

describe('A mistake in a playbook', () => {
  test.each(mistakes)('%s: %j becomes %j', (name, before, after, expected) => {
    const right = shipped(name)
    expect(right).toContain(before)
    expect(said(right.replace(before, after))).toEqual(expected)
  })
  test('several mistakes are all said at once, in the order of the file', () => {
    const text = shipped('support-down')
      .replace('version: "1"', 'version: 1')
      .replace('phase: assess', 'phase: asess')
      .replace('remedies: support', 'remedies: suport')
    expect(said(text).map((line) => line.split(':')[0])).toEqual(['4', expect.any(String), expect.any(String)])
    expect(said(text)).toHaveLength(3)
  })
})

describe('A file that is no playbook', () => {
  test('an empty file, a list, a word', () => {
    expect(said('')).toEqual(['1:1: the file is empty'])
    expect(said('# nothing\n')).toEqual(['1:1: the file is empty'])
    expect(said('- a\n')[0]).toMatch(/^1:1: must hold named entries \(playbook, version, .*\), not a list$/)
    expect(said('hello')[0]).toMatch(/^1:1: must hold named entries .*, not a text$/)
  })
  test('bytes that are not UTF-8 give their line', () =>
    expect(said(Buffer.concat([Buffer.from('playbook: x\ntitle: '), Buffer.from([0xff, 0xfe])]))).toEqual([
      '2:8: this is not UTF-8 text; save the file as UTF-8',
    ]))
  test('control and direction characters give their place', () => {
    expect(said('title: a\u0000b\n')).toEqual(['1:9: there is a control character that no text needs'])
    expect(said('a: 1\nb: \u202ex\n')).toEqual(['2:4: there is a control character that no text needs'])
  })
  test('a huge file is not read', () => expect(said('#'.repeat(200_001))).toEqual(['1:1: the file is too long; at most 200,000 characters']))
  test('what is nested without end is not followed', () => expect(said('['.repeat(50_000))).toEqual(['1:1: this is nested too deeply to be read']))
  test('a bomb of aliases does not go off', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((each, at) => `${each}: &${each} [${`*${'abcdefghi'[at]}, `.repeat(9)}]`),
    ].join('\n')
    expect(said(bomb)).toEqual(['1:7: anchors and aliases (& and *) are not read here; write it out'])
  })
  test('a list is no name', () =>
    expect(said('{{title}}: x\n')).toEqual(['1:1: a name is one word or text, not a list or named entries; put a text with braces in quotes']))
  test('a name that programs use for themselves is just unknown', () =>
    expect(said(`${shipped('support-down')}__proto__: { admin: true }\n`)).toEqual([expect.stringContaining('__proto__: there is no entry __proto__')]))
})

describe('Regimes and remedies are checked in the same way', () => {
  test('a rule of a deadline with two lengths', () =>
    expect(checkRegimes(shipped('regimes').replace('deadline: { hours: 72 }', 'deadline: { hours: 72, months: 1 }')).problems).toEqual([
      {
        line: 17,
        column: 5,
        path: 'obligations › gdpr-33-authority › deadline',
        message: 'must name exactly one of hours, calendarDays, businessDays, months, promptly',
      },
    ]))
  test('a duty that starts after one there is not', () =>
    expect(checkRegimes(shipped('regimes').replace('startsAfter: nis2-notification', 'startsAfter: nis2-notice')).problems[0]).toMatchObject({
      path: 'obligations › nis2-final-report › startsAfter',
      message: 'there is no obligation nis2-notice above this one',
    }))
  test('a time zone of nowhere', () =>
    expect(checkRegimes(shipped('regimes').replace('Europe/Brussels', 'Europe/Bruxelles')).problems[0]?.message).toBe(
      'must be a time zone such as Europe/Brussels',
    ))
  test('a remedy without a sentence', () =>
    expect(checkRemedies(shipped('remedies').replace(', sentence: 30 days of service as a credit', '')).problems[0]).toMatchObject({
      path: 'policies › standard › rules › no. 1 › sentence',
      message: 'is missing; it must be a text',
    }))
})
