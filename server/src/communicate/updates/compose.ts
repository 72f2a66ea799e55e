// The composer's help: what the message becomes on each channel, and what is missing.
import { segments } from '@leeward/sms'
import { sql } from 'kysely'
import { type Deps, crisisNow } from '../../deps.ts'
import { rhythmTo } from '../stakeholders/rhythms.store.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { reachOf } from '../audiences/audiences.store.ts'
import { composeMail, type MailUpdate } from '../deliveries/mail.ts'
import { postOf } from '../endpoints/posts.ts'
import { noticeOf, noticePage } from '../in-app/notice.ts'
import { lintDraft } from '../linter/lint.store.ts'
import { textOf } from '../sms/text.ts'
import { postsOf } from '../social/post.ts'
import { pageFor } from '../status-page/private.links.ts'
import { previewPage } from '../status-page/page.html.ts'
import { type PageFile, pageOfBrand } from '../status-page/status-page.store.ts'
import { pictureIn } from './picture.ts'
import { largestFiles, type Preview, type WriteUpdate } from './updates.contract.ts'
import { peopleNeeded, playbookOf } from './updates.store.ts'

type Crisis = {
  number: string
  title: string
  severity: 1 | 2 | 3 | 4
  onsetAt: Date
  declaredAt: Date
  brandId: string
  slug: string
  domain: string | null
  closed: boolean
  brand: string
  sender: string
  senderName: string
  locale: string
  timeZone: string
  practice: boolean
}

const crisisToCompose = async ({ db }: Deps, crisisId: string) =>
  (
    await sql<Crisis>`
  select c.number, c.title, c.severity, c.practice, c.onset_at as "onsetAt", c.declared_at as "declaredAt", b.id as "brandId", b.slug, b.domain, b.private as closed, b.name as brand, b.sender, b.sender_name as "senderName", b.locale, b.time_zone as "timeZone"
    from crises c join brands b on b.id = c.brand_id where c.id = ${crisisId}`.execute(db)
  ).rows[0] as Crisis

/** `readerLocale`: the language of the reader whose frame is shown; that of the draft where left out. */
export async function preview(deps: Deps, crisisId: string, draft: WriteUpdate & { readerLocale?: string | undefined }): Promise<Preview> {
  const readerLocale = draft.readerLocale ?? draft.locale
  const now = await crisisNow(deps, crisisId)
  const [crisis, playbook] = [await crisisToCompose(deps, crisisId), await playbookOf(deps.db, crisisId)]
  const every = draft.to?.kind === 'stakeholders' ? await rhythmTo(deps.db, crisisId, draft.to.audience) : playbook.clocks[crisis.severity]['next-update']
  const direct = classOf(draft.to) !== 'update'
  const promiseBy =
    (direct && draft.to?.kind !== 'stakeholders') || draft.phase === 'resolved'
      ? null
      : (draft.nextUpdateAt ?? (every === undefined ? null : minutesAfter(now, every)))
  const page = await pageOfBrand(deps.db, crisis.brandId, now, deps.config.statusUrl)
  const known = page.incidents.find((incident) => incident.id === crisisId)
  const update = {
    id: crisisId,
    phase: draft.phase,
    parts: draft.parts,
    publishedAt: now,
    nextUpdateAt: promiseBy,
    files: await filesOfDraft(deps.db, crisisId, draft),
  }
  const statusPage = previewPage(draft.readerLocale ? { ...page, locale: draft.readerLocale } : page, {
    id: crisisId,
    number: crisis.number,
    severity: crisis.severity,
    status: 'commanded',
    onsetAt: crisis.onsetAt,
    declaredAt: crisis.declaredAt,
    restoredAt: null,
    services: [],
    spans: [],
    workarounds: [],
    workaroundsChangedAt: null,
    ...known,
    updates: [update, ...(known?.updates ?? [])],
  })
  const mailUpdate: MailUpdate = {
    id: crisisId,
    class: classOf(draft.to),
    crisisNumber: crisis.number,
    crisisId,
    sequence: null,
    phase: draft.phase,
    parts: draft.parts,
    nextUpdateAt: promiseBy,
    lastTitle: crisis.title,
    brand: { slug: crisis.slug, closed: crisis.closed, name: crisis.brand, sender: crisis.sender, senderName: crisis.senderName },
  }
  const reader = {
    deliveryId: 0,
    address: 'customer@example.com',
    name: 'Alex Example',
    account: 'Example Ltd',
    locale: readerLocale,
    timeZone: crisis.timeZone,
  }
  const links = { statusPage: pageShown(deps, crisis, 'known'), unsubscribe: `${deps.config.statusUrl}/unsubscribe/example` }
  const { subject, html, text } = composeMail(mailUpdate, reader, links)
  const asText = textOf(mailUpdate, reader, links, true, crisis.practice)
  const post = postOf(mailUpdate, { ...reader, account: null, since: null, until: null, degree: null }, pageShown(deps, crisis, 'unknown'), crisis.practice)
  return {
    statusPage: { html: statusPage },
    email: { subject, html, text },
    recipients:
      draft.to && draft.to.kind !== 'customers' ? (await reachOf(deps.db, crisisId, draft.to, now)).addresses : await recipientsOfDraft(deps, crisisId),
    approvalsNeeded: await peopleNeeded(deps.db, crisisId, 'updates', draft.to?.kind === 'stakeholders' ? draft.to.audience : null),
    promiseBy: promiseBy?.toISOString() ?? null,
    text: { text: asText, segments: segments(asText).segments, uncut: segments(textOf(mailUpdate, reader, links, true, crisis.practice, mostUncut)).segments },
    chat: { title: post.title, lines: post.lines, footer: post.footer },
    social: postsOf({
      ...{ phase: draft.phase, parts: draft.parts, nextUpdateAt: promiseBy, practice: crisis.practice, timeZone: crisis.timeZone },
      ...{ locale: readerLocale, link: crisis.closed ? '' : `${links.statusPage}incidents/${encodeURIComponent(crisis.number)}` },
    }),
    inApp: {
      html: noticePage(noticeOf({ ...mailUpdate, locale: readerLocale, timeZone: crisis.timeZone, url: `${links.statusPage}incidents/${crisis.number}` })),
    },
    call: { timeZone: crisis.timeZone },
    findings: (await lintDraft(deps, crisisId, draft, promiseBy, now)).filter(({ rule }) => !direct || !aboutPromises.includes(rule)),
    warnings: lateWarning(promiseBy, now, every),
  }
}

/** As long as a signed link is, and opens nothing: a preview is no way in. */
const pageShown = (deps: Deps, crisis: Crisis, reader: 'known' | 'unknown'): string =>
  pageFor(deps, crisis, deps.clock(), reader).replace(/(?<=\/private\/)[^/]+/, (token) => 'x'.repeat(token.length))

/** As the page would show them. What is not there, or is no picture, is said when the draft is saved. */
async function filesOfDraft(db: Deps['db'], crisisId: string, { files, pictures }: WriteUpdate): Promise<PageFile[]> {
  if (files.length === 0) return []
  const { rows } = await sql<{ id: string; name: string; size: number; body: Buffer | null }>`
    select a.id, a.name, a.size, case when a.id = any (${Object.keys(pictures)}::uuid[]) and a.size <= ${largestFiles} then a.body end as body
      from unnest(${files}::uuid[]) with ordinality f (id, position) join attachments a on a.id = f.id and a.crisis_id = ${crisisId} order by f.position`.execute(
    db,
  )
  return rows.map(({ body, ...file }) => {
    const [alt, picture] = [pictures[file.id], body ? pictureIn(body) : undefined]
    return alt && picture ? { ...file, alt, ...picture } : file
  })
}

/** What goes to others than all customers promises nothing; that it names the promise to customers is no second one. */
const aboutPromises = ['missing-promise', 'promise-differs']

const classOf = (to: WriteUpdate['to']): MailUpdate['class'] =>
  !to || to.kind === 'customers' ? 'update' : to.kind === 'stakeholders' ? 'stakeholder' : to.kind === 'notice' ? 'notice' : 'direct'

export async function recipientsOfDraft({ db }: Deps, crisisId: string): Promise<number> {
  const {
    rows: [row],
  } = await sql<{ count: number }>`
    select count(distinct k.email)::int as count from impact i join contacts k on k.account_id = i.account_id and k.receives_updates and k.readers is distinct from 'nobody'
       and (k.services is null or coalesce(k.services && (select array_agg(w.service_id) from crisis_scope w where w.crisis_id = ${crisisId}), true)) where i.crisis_id = ${crisisId}`.execute(
    db,
  )
  return row?.count ?? 0
}

const mostUncut = 50

/** A promise that the rhythm does not allow needs a reason. */
const lateWarning = (promiseBy: Date | null, now: Date, everyMinutes?: number): string[] =>
  promiseBy && everyMinutes !== undefined && promiseBy > minutesAfter(now, everyMinutes)
    ? [`The rhythm asks for an update every ${everyMinutes} minutes: a later promise needs a reason.`]
    : []
