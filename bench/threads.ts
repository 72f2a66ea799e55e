// Conversations found again in the mails of lists: with their headers, and without References and In-Reply-To; and every mail of a parsing set read without a crash.
// --data DIR holds mails below it: archives (*.tar.gz) of list mails, and any others to be read.
//
// What is true: two mails belong together where Message-ID, In-Reply-To and References lead from one to the other, over mails that are not in the set, too.
// F1 is over pairs of mails in one thread. What headers do not tell counts neither way: mails of two threads under one subject (or one renamed from the other's), one of
// which holds an answer to a mail that is not there, or “Re:” without either header. How it would be if all of those were wrong is printed beside it.
// Mails come in the order in which the last server took them; everybody on a list takes part in all of its threads.
import type { Context, Figure } from './run.ts'
import { type ReadMail, readMail } from '../server/src/support/conversations/mail/read-mail.ts'
import { mailFiles, mailsFolder, listMails } from './support/mail-files.ts'
import { round } from './support/system.ts'
import { pairsOf, threadsByLinks, untold } from './support/thread-truth.ts'
import { Threads } from './support/thread-index.ts'

export default async function threads({ data }: Context): Promise<Figure[]> {
  const folder = mailsFolder(data)
  const [read, mails] = [await readEverything(folder), await arrived(folder)]
  const linked = mails.map(({ mail }) => mail)
  const truth = threadsByLinks(linked)
  process.stdout.write(`threads: ${mails.length} mails in ${new Set(truth).size} threads, ${pairsOf(truth)} pairs in one thread\n`)
  const bare = mails.map((each) => ({ ...each, mail: { ...each.mail, inReplyTo: [], references: [] } }))
  return [...read, score('with headers', mails, linked, truth, 0.98), score('without References and In-Reply-To', bare, linked, truth, 0.9)]
}

type Arrived = { mail: ReadMail; at: Date }
const ours = { addresses: [], domains: [], names: [] }

async function arrived(folder: string): Promise<Arrived[]> {
  const seen = new Set<string>()
  const mails: (Arrived & { name: string })[] = []
  for (const { name, raw } of listMails(folder)) {
    const mail = await readMail(raw, { ours })
    const id = mail.messageId ?? name
    if (!mail.readable || seen.has(id)) continue
    seen.add(id)
    mails.push({ name, mail, at: tookAt(mail) })
  }
  return mails.toSorted((one, other) => one.at.getTime() - other.at.getTime() || (one.name < other.name ? -1 : 1))
}

/** When the last server on its way took it; what people set as the date is often wrong. */
function tookAt({ headers, date }: ReadMail): Date {
  const received = headers.find(({ key }) => key === 'received')?.value
  const at = new Date(received?.slice(received.lastIndexOf(';') + 1).replace(/\(.*?\)/g, '') ?? '')
  return Number.isNaN(at.getTime()) ? (date ?? new Date(0)) : at
}

function score(name: string, mails: readonly Arrived[], linked: readonly ReadMail[], truth: readonly number[], limit: number): Figure {
  const kept = new Threads()
  const began = performance.now()
  for (const { mail, at } of mails) kept.take(mail, at)
  const each = (performance.now() - began) / Math.max(1, mails.length)
  const guess = kept.threads()
  const [both, found, told] = [pairsOf(truth.map((thread, nth) => `${thread}/${guess[nth]}`)), pairsOf(guess), pairsOf(truth)]
  const f1Of = (joined: number) => round((2 * both) / Math.max(1, joined + told), 4)
  const unknown = untold(linked, truth, guess)
  const f1 = f1Of(found - unknown)
  process.stdout.write(
    `threads, ${name}: precision ${round(both / Math.max(1, found - unknown), 4)}, recall ${round(both / Math.max(1, told), 4)}, ${round(each, 2)} ms a mail; ${unknown} pairs joined that no header tells of (F1 ${f1Of(found)} if they were all wrong)\n`,
  )
  return { name: `pair-F1 ${name}`, value: f1, unit: 'F1', limit, ratio: f1, atLeast: true }
}

/** No crash, whatever lies there; and how long the slowest took, by the processor's time: what else runs on the machine does not count. */
async function readEverything(folder: string): Promise<Figure[]> {
  let [count, crashed, slowest, unreadable] = [0, 0, 0, 0]
  const began = performance.now()
  for (const { name, raw } of mailFiles(folder)) {
    count += 1
    const start = process.cpuUsage()
    try {
      if (!(await readMail(raw, { ours })).readable) unreadable += 1
    } catch (error) {
      crashed += 1
      process.stdout.write(`threads: ${name}: ${(error as Error).message}\n`)
    }
    const { user, system } = process.cpuUsage(start)
    slowest = Math.max(slowest, (user + system) / 1_000)
  }
  const perSecond = Math.round(count / ((performance.now() - began) / 1_000))
  process.stdout.write(`threads: ${count} mails read, ${unreadable} of them are none; ${perSecond} a second\n`)
  return [
    { name: `crashes of ${count} mails read`, value: crashed, unit: 'mails', limit: 0, ratio: crashed },
    { name: 'the slowest mail', value: Math.round(slowest), unit: 'ms', limit: 1, ratio: round(slowest / 2_000, 3) },
  ]
}
