// Every screen of the product, and how one gets there.
import type { Page } from 'playwright-core'
import { type Api, callApi } from './api.ts'
import type { Leeward } from './leeward.ts'

export type Screen = { name: string; open: (page: Page) => Promise<void> }

/** `page` is signed in. Besides the demo's crisis it needs a restored one, an import with bad rows, and a customer's link. */
export async function allScreens(page: Page, { consoleUrl, statusUrl }: Leeward): Promise<Screen[]> {
  const api = callApi(page, consoleUrl)
  const crisis = (await api.get('/crises')).items[0]
  const { brand, statusPageUrl } = await api.get(`/crises/${crisis.id}`)
  await api.post(`/crises/${crisis.id}/remedies`)
  const over = await restoredCrisis(api)
  const breach = await breachUnderWay(api)
  await editedPlaybook(api)
  const imported = await api.post('/imports/accounts?fileName=some.csv', 'key,name\n,Nameless\n', 'text/csv')
  await api.post('/suppressions', { destination: 'gone@customer.example', detail: 'asked by phone' })
  await api.post('/desks', { kind: 'chatwoot', key: 'chat', name: 'Our Chatwoot', url: 'https://chat.example', account: '1', token: 'a token' })
  const tickets = await api.post('/conversation-imports?form=zendesk&fileName=tickets.ndjson', '{"id":2,"status":"melted"}\n', 'application/x-ndjson')
  const account = (await api.get('/accounts?limit=1')).items[0]
  const hook = await api.post('/endpoints', {
    channel: 'webhook',
    brand: (await api.get('/brand-channels'))[0].slug,
    name: 'Status wall',
    url: 'https://wall.example/hook',
  })
  await appNotices(api)
  await api.post('/payers', { kind: 'webhook', name: 'Billing', brand: (await api.get('/brand-channels'))[0].slug, url: 'https://billing.example/hook' })
  const unled = await unledCrisis(api)
  const [[article], [draft]] = [(await api.get('/knowledge/articles?search=stutters')).items, (await api.get('/knowledge/articles?state=draft')).items]
  await detected(page, consoleUrl)

  const at = (name: string, path: string, sign: string): Screen => ({
    name,
    open: async (where) => {
      await where.goto(path.startsWith('/') ? `${consoleUrl}${path}` : path)
      await where.getByText(sign).locator('visible=true').first().waitFor()
      await where.waitForFunction(() => !document.querySelector('[aria-label="Loading"], .mantine-Skeleton-root'))
    },
  })
  const [room, overRoom, status] = [`/crises/${crisis.id}`, `/crises/${over.id}`, statusPageUrl.replace(/\/?$/, '/')]
  return [
    at('crises', '/crises', 'Commander'),
    at('room', room, 'What customers report'),
    at('work', `${room}/work`, 'Workarounds'),
    at('team', `${room}/team`, 'Who answers for what'),
    at('decisions', `${room}/decisions`, 'We take the change back'),
    at('law', `/crises/${breach.id}/law`, 'Notify the data protection authority'),
    at('room of a breach', `/crises/${breach.id}`, 'Empty seats'),
    at('actions', '/actions', 'Roll back'),
    at('suspicions', '/suspicions', 'Shop says: Checkout fails'),
    { name: 'making it a crisis', open: (where) => openDialog(where, `${consoleUrl}/suspicions`, 'Make it a crisis', 'Customers are hurt since') },
    { name: 'dismissing a suspicion', open: (where) => openDialog(where, `${consoleUrl}/suspicions`, 'Dismiss', 'True, and dealt with') },
    at('whom to call first', '/accounts-at-risk', 'in hand'),
    at('calls that were dealt with', '/accounts-at-risk?show=done', 'Next:'),
    at('everybody at risk', '/accounts-at-risk?show=all', 'less than usual'),
    { name: 'putting a call off', open: (where) => openDialog(where, `${consoleUrl}/accounts-at-risk`, 'Put off', 'Until') },
    at('conversations', '/conversations', 'Next conversation'),
    at('a conversation', '/conversations?view=all&open=6', 'All of our 60 rooms fail'),
    { name: 'logging a call', open: (where) => openDialog(where, `${consoleUrl}/conversations`, 'Log a call', 'What they said') },
    { name: 'putting a conversation off', open: (where) => openDialog(where, `${consoleUrl}/conversations?view=all&open=6`, 'Put off', 'Another time') },
    at('conversations about a crisis', `${room}/conversations`, 'Perhaps about it'),
    { name: 'answering all', open: (where) => openDialog(where, `${consoleUrl}${room}/conversations`, 'Answer all', 'are held back for a person') },
    { name: 'who is held back', open: (where) => openDialog(where, `${consoleUrl}${room}/conversations`, 'Look at them', 'Speaks of the law') },
    at('the board', '/board', 'checkout.orders'),
    at('sources of signals', '/settings/sources', 'In the last hour'),
    { name: 'adding a source', open: (where) => openDialog(where, `${consoleUrl}/settings/sources`, 'Add a source', 'Words kept a minute') },
    at('checks', '/settings/checks', 'Nightly backup'),
    { name: 'adding a check', open: (where) => openDialog(where, `${consoleUrl}/settings/checks`, 'Add a check', 'Failures forgiven') },
    at('thresholds', '/settings/thresholds', 'Too few orders'),
    { name: 'adding a threshold', open: (where) => openDialog(where, `${consoleUrl}/settings/thresholds`, 'Add a threshold', 'Try it on the past') },
    at('sensitivity', '/settings/sensitivity', 'Watched closely now'),
    { name: 'watching closely', open: (where) => openDialog(where, `${consoleUrl}/settings/sensitivity`, 'Watch closely', 'Services') },
    at('holidays', '/settings/holidays', 'Day of the ferry'),
    at('a second opinion', '/settings/second-opinion', 'Nothing was asked yet'),
    at('how support answers', '/settings/support', 'What moves a conversation forward'),
    at('agents', '/settings/agents', 'Who is there for it'),
    at('macros', '/settings/macros', 'Ask for details'),
    { name: 'adding a macro', open: (where) => openDialog(where, `${consoleUrl}/settings/macros`, 'Add a macro', 'Who may use it') },
    at('settings', '/settings', 'signing keys'),
    at('remedy policies', '/remedy-policies', 'Uptime tables of contracts'),
    at('who carries out', '/settings/payers', 'It corrects nothing'),
    { name: 'adding a payer', open: (where) => openDialog(where, `${consoleUrl}/settings/payers`, 'Add a payer', 'Kind') },
    at('lines being carried out', '/payouts', 'No line matches'),
    at('my tasks', '/my-tasks', 'Nothing is in your hands'),
    at('goodwill', '/goodwill', 'Waits for somebody to agree'),
    at('customers from providers', '/settings/sync', 'Probably the same customer'),
    { name: 'connecting a provider', open: (where) => openDialog(where, `${consoleUrl}/settings/sync`, 'Connect', 'Doubles that are sure') },
    at('senders', '/settings/senders', 'things to change'),
    at('channels', '/settings/channels', 'came back'),
    at('endpoints', '/settings/endpoints', 'Status wall'),
    { name: 'an endpoint', open: (where) => openDialog(where, `${consoleUrl}/settings/endpoints`, `Open ${hook.name}`, 'What went there') },
    { name: 'adding an endpoint', open: (where) => openDialog(where, `${consoleUrl}/settings/endpoints`, 'Add an endpoint', 'Account’s key') },
    at('customers', `${room}/customers`, 'Affected accounts'),
    { name: 'who is hurt, being changed', open: (where) => openDefinition(where, `${consoleUrl}${room}/customers`) },
    { name: 'why an account is hurt', open: (where) => openExplanation(where, `${consoleUrl}${room}/customers`) },
    at('updates', `${room}/updates`, 'accepted'),
    at('calls', `${room}/calls`, 'to call'),
    at('told on no channel', `${room}/calls?show=unreached`, 'Everybody who is hurt was told'),
    at('the proof of the deliveries', `${room}/deliveries-audit`, 'It is right'),
    at('composer', `${room}/updates?write=update`, 'Reaches'),
    at('composer of the final update', `${room}/updates?write=final`, 'Before you publish'),
    at('make good', `${room}/make-good`, 'Account by account'),
    at('restore', `${room}/restore`, 'Success criteria'),
    at('review', `${room}/review`, 'Time to detect'),
    at('timeline', `${room}/timeline`, 'Mara Lind'),
    at('restored room', overRoom, 'What customers report'),
    at('sign-off in the room', `${overRoom}/restore`, 'say it works'),
    at('drafted review', `${overRoom}/review`, 'Publish…'),
    { name: 'a review for customers, being written', open: (where) => openReviewForCustomers(where, `${consoleUrl}${overRoom}/review`) },
    at('declare', '/declare', 'Proposed severity'),
    at('playbooks', '/playbooks', 'edited here'),
    at('a playbook', '/playbooks/data-breach', 'What customers get'),
    at('what would happen', '/playbooks/service-outage/what-would-happen', 'Holding update'),
    at('the editor of a playbook', '/playbooks/service-outage/edit', 'Everything is right'),
    at('versions of a playbook', '/playbooks/support-down/versions', 'Try every channel sooner'),
    at('audiences', '/audiences', 'Parts of those who are hurt'),
    at('templates', '/templates', 'as shipped'),
    at('a template', '/templates/one?playbook=support-down&phase=holding', 'With everything known'),
    at('desks', '/settings/desks', 'Our Chatwoot'),
    { name: 'setting up a desk', open: (where) => openDialog(where, `${consoleUrl}/settings/desks`, 'Set up a desk', 'Calls a second at most') },
    at('imports of conversations', '/settings/import-conversations', 'tickets.ndjson'),
    at('an import of conversations', `/settings/import-conversations/${tickets.id}`, 'What did not land, and why'),
    at('my accounts', `${room}/calls?show=mine`, 'Nothing is told by phone'),
    at('house style', '/settings/house-style', 'It takes grade'),
    at('look of the page', '/settings/page-look', 'Everybody reads this page'),
    at('services', '/services', 'Live video'),
    { name: 'a service', open: (where) => openDialog(where, `${consoleUrl}/services`, 'Change Playback', 'On the status page') },
    at('planned maintenance', '/maintenance', 'New storage for recordings'),
    { name: 'announcing work', open: (where) => openDialog(where, `${consoleUrl}/maintenance`, 'Announce work', 'Words for customers') },
    at('knowledge', '/knowledge', 'Reading your invoice'),
    at('a new article', '/knowledge/new', 'Save as a draft'),
    at('an article', `/knowledge/${article.id}`, 'Versions in English'),
    {
      name: 'publishing an article',
      open: (where) => openDialog(where, `${consoleUrl}/knowledge/${draft.id}`, 'Publish…', 'Customers can find and read it at once'),
    },
    at('searched in vain', '/knowledge/missing', 'change time zone of schedule'),
    at('help', `${status}help`, 'What is going on now'),
    at('help, searched', `${status}help/search?q=live+video`, 'results for'),
    at('help, an article', `${status}help/articles/${article.slug}`, 'Did this help?'),
    at('help, nothing there', `${status}help/articles/none`, 'There is no such page here.'),
    at('accounts', '/accounts', 'Monthly revenue'),
    at('an account', `/accounts/${account.id}`, 'Exposures'),
    at('stopped addresses', '/suppressions', 'gone@customer.example'),
    at('inbound mail', '/inbound', 'SendGrid'),
    at('imports', '/imports', 'some.csv'),
    at('an import', `/imports/${imported.id}`, 'What did not land'),
    at('on call', '/on-call', 'Escalation policies'),
    at('a crisis that nobody leads', `/crises/${unled.id}`, 'Paging somebody to lead'),
    at('a page', unled.page, 'Take command'),
    at('a page that is no longer valid', '/pages/none', 'no longer valid'),
    at('mailbox', '/mailbox', 'Every message this demo has sent'),
    at('a mail', `/mailbox?mail=${over.mail}`, 'All headers'),
    { name: 'the mail itself', open: (where) => openMailAlone(where, over.html) },
    { name: 'an update as a mail', open: (where) => openMailAlone(where, over.update) },
    at('status page', status, brand.name),
    at('history', `${status}history`, 'Past incidents'),
    at('incident', `${status}incidents/${crisis.number}`, 'Back to the current state'),
    at('sign-off', over.signOff, 'It works for me'),
    at('leaving the updates', over.unsubscribe, 'No more updates by e-mail?'),
    at('a dead link', `${statusUrl}/sign-off/none`, 'no longer valid'),
  ]
}

/** The drawer with a condition of every kind of value. */
async function openDefinition(page: Page, address: string) {
  await page.goto(address)
  await page.getByRole('button', { name: 'Change who is hurt' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByRole('button', { name: 'Add a condition' }).click()
  await drawer.getByLabel('Values').locator('visible=true').first().waitFor()
  for (const [i, field] of ['exposure.orderDate', 'account.kind', 'account.revenue'].entries()) {
    await drawer.getByRole('button', { name: 'Add a rule' }).first().click()
    await drawer
      .getByLabel('What is asked')
      .nth(i + 1)
      .selectOption(field)
  }
  await standing(page)
}

async function openExplanation(page: Page, address: string) {
  await page.goto(address)
  await page.getByRole('main').locator('tbody').getByRole('button').first().click()
  await page.getByRole('dialog').getByText('Every part of the definition').waitFor()
  await standing(page)
}

async function openReviewForCustomers(page: Page, address: string) {
  await page.goto(address)
  await page.getByRole('button', { name: 'Write it' }).click()
  await page.frameLocator('iframe[title="Status page"]').getByText('What happened').first().waitFor()
}

async function openDialog(page: Page, address: string, button: string, sign: string) {
  await page.goto(address)
  await page.getByRole('main').getByRole('button', { name: button }).first().click()
  await page.getByRole('dialog').getByText(sign).first().waitFor()
  await page.waitForFunction(() => {
    const dialog = document.querySelector('.mantine-Modal-content')
    return dialog !== null && getComputedStyle(dialog).opacity === '1' && ['none', 'matrix(1, 0, 0, 1, 0, 0)'].includes(getComputedStyle(dialog).transform)
  })
}

/** A drawer slides in: what it shows is judged when it stands. */
const standing = (page: Page) =>
  page.waitForFunction(() => {
    const drawer = document.querySelector('.mantine-Drawer-content')
    return drawer !== null && getComputedStyle(drawer).opacity === '1' && ['none', 'matrix(1, 0, 0, 1, 0, 0)'].includes(getComputedStyle(drawer).transform)
  })

/** The canvas of a mail program in its colours, said aloud, because the machine takes a canvas of no colour for white. */
async function openMailAlone(page: Page, html: string) {
  await page.goto('about:blank')
  await page.setContent(html)
  await page.addStyleTag({ content: ':root{background:Canvas;color:CanvasText}' })
}

/** A playbook that was changed here, so that there are versions to compare. */
async function editedPlaybook({ get, put }: Api) {
  const { yaml, summary } = await get('/playbooks/support-down')
  if (summary.revision === 0)
    await put('/playbooks/support-down', { yaml: yaml.replace('dueMinutes: 5\n', 'dueMinutes: 3\n'), note: 'Try every channel sooner', revision: 0 })
}

/** Notices in the app, with everything that is shown of them; and a channel that was tested. */
async function appNotices({ get, post, put }: Api) {
  const [{ slug }] = await get('/brand-channels')
  await put(`/brands/${slug}/channels`, { textSeverity: 2, nextChannelMinutes: 30, inApp: true })
  const { channels } = await get('/channels')
  const { channel, provider } = channels.find((each: { channel: string }) => each.channel === 'email')
  await post('/channels/proofs', { channel, provider })
}

/** A small crisis of severity 4, told, restored, and its customers asked. */
async function restoredCrisis({ get, post }: Api) {
  const services: { id: string; name: string; regions: string[] }[] = await get('/services')
  const playback = services.find(({ name }) => name === 'Playback')
  const { id } = await post('/crises', {
    title: 'Recordings play without sound in India',
    kind: 'degraded-performance',
    scope: [{ serviceId: playback?.id, regions: ['ap-south'], degree: 'degraded' }],
    answers: { customersHurt: 'some', canWork: 'yes' },
  })
  await post(`/crises/${id}/acknowledgement`)
  await post(`/crises/${id}/impact`)
  const update = await post(`/crises/${id}/updates`, { phase: 'resolved', parts: { title: 'Sound is back', happened: 'Recordings played without sound.' } })
  await post(`/updates/${update.id}/submission`)
  for (const { key } of (await get(`/crises/${id}`)).criteria) await post(`/crises/${id}/criteria/${key}`, { met: true })
  await post(`/crises/${id}/restoration`)
  await post(`/crises/${id}/sign-off-request`)
  for (let tries = 0; tries < 250; tries += 1) {
    const [mail] = (await get('/mailbox?search=Does%20it%20work&limit=1')).items
    const [told] = (await get('/mailbox?search=Sound%20is%20back&limit=1')).items
    if (mail && told) {
      const [{ text, html }, said] = await Promise.all([get(`/mailbox/${mail.id}`), get(`/mailbox/${told.id}`)])
      const [signOff, unsubscribe] = [/http\S+answer=works/.exec(text)?.[0] as string, /http\S+\/unsubscribe\/\S+/.exec(said.text)?.[0] as string]
      return { id, html, update: said.html as string, mail: mail.id, signOff, unsubscribe }
    }
    await new Promise((later) => setTimeout(later, 200))
  }
  throw new Error('no customer was told and asked in English within 50 seconds')
}

/** A breach with questions of the law answered, a seat on offer, and an action that can be run. */
async function breachUnderWay({ get, post, put }: Api) {
  const { id } = await post('/crises', { title: 'A stranger read addresses', kind: 'data-breach', answers: { dataSafetyOrLaw: true } })
  await post(`/crises/${id}/regulatory/questions/personal-data-eu`, { answer: 'yes' })
  await post(`/crises/${id}/regulatory/questions/listed`, { answer: 'yes' })
  const mara = (await get('/people')).find(({ name }: { name: string }) => name === 'Mara Lind')
  await post(`/crises/${id}/team/scribe/offers`, { to: mara.id, note: 'Write down what is decided.' })
  await put('/actions/roll-back', { name: 'Roll back', about: 'Puts the previous release back', url: 'https://deploy.example/hook' })
  return { id }
}

/** A source that was heard, a suspicion with something that is over already, and a check. */
async function detected(page: Page, consoleUrl: string) {
  const { get, post, put } = callApi(page, consoleUrl)
  const [{ slug }] = await get('/brands')
  const { key } = await post('/signal-sources', { name: 'Shop', kind: 'signals', brand: slug })
  // It may not be called, and says so in the list.
  await post('/signal-sources', {
    name: 'Town square',
    kind: 'mastodon',
    brand: slug,
    settings: { kind: 'mastodon', server: 'https://127.0.0.1', search: '#acme' },
  })
  await post('/checks', { name: 'Nightly backup', brand: slug, target: { kind: 'heartbeat' } })
  await post('/thresholds', { name: 'Too few orders', brand: slug, series: { name: 'checkout.orders' }, when: 'below', value: 1, forMinutes: 60 })
  const [{ id: service }] = await get('/services')
  await post('/close-watches', { services: [service], until: new Date(Date.now() + 86_400_000).toISOString(), reason: 'After the outage' })
  const ferry = [{ date: '2030-04-29', name: 'Day of the ferry', kind: 'special' }]
  await put(`/brands/${slug}/holidays`, { days: ferry, revision: (await get(`/brands/${slug}/holidays`)).revision })
  const alert = (name: string, state: string) => ({ name, title: name, state, severity: 'critical', service: 'playback' })
  const signals = [
    { name: 'checkout.orders', value: 3 },
    alert('Checkout fails', 'firing'),
    alert('Cart is empty', 'firing'),
    alert('Cart is empty', 'resolved'),
  ]
  for (const data of signals) await page.request.post(`${consoleUrl}/api/signals`, { headers: { authorization: `Bearer ${key}` }, data })
  for (let tries = 0; tries < 250; tries += 1) {
    if ((await get('/suspicions')).length > 0 && (await get('/series')).items.length > 0) return
    await new Promise((later) => setTimeout(later, 200))
  }
  throw new Error('no suspicion was raised within 50 seconds')
}

/** A crisis that pages people, and the link that one of them got. */
async function unledCrisis({ get, post }: Api) {
  const { id, number } = await post('/crises', { title: 'Sign-in is slow', kind: 'degraded-performance', scope: [], answers: { customersHurt: 'some' } })
  for (;;) {
    const mails: { id: number; subject: string }[] = (await get(`/mailbox?search=${number}&limit=10`)).items
    const call = mails.find(({ subject }) => subject.includes('needs somebody to lead'))
    if (call) {
      const { text } = await get(`/mailbox/${call.id}`)
      return { id, page: /http\S+\/pages\/\S+/.exec(text)?.[0] as string }
    }
    await new Promise((later) => setTimeout(later, 200))
  }
}
