// Who writes in a flood, and what: beginnings, answers to their own mails and to ours, doubles, machines.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../server/src/deps.ts'
import { type Answerable, type CustomerMail, customerMails } from './customer-mails.ts'
import { dice } from './dice.ts'

type Person = { address: string; name: string }
export async function customersOf({ db }: Deps): Promise<Person[]> {
  const { rows } = await sql<Person>`select lower(email) as address, name from contacts order by id`.execute(db)
  // One in five writes from an address that we do not know.
  return rows.map(({ address, name }, nth) => (nth % 5 === 4 ? { address: `stranger.${nth}@elsewhere-${nth % 900}.example`, name } : { address, name }))
}

export function wavesOf(people: Person[]) {
  const { pick, next } = dice(50_000)
  const noise = randomBytes(1_000_000)
  const mails = customerMails({ to: 'care@bench.example', seed: 7, bytes: () => noise.subarray(Math.floor(next() * 600_000)) })
  const nameOf = new Map(people.map(({ address, name }) => [address, name]))
  const written: Answerable[] = []
  const times = new Map<string, number>()
  /** Nobody writes more than this in an hour; beyond a hundred two machines are taken to answer each other. */
  const mayAnswer = ({ from }: Answerable) => (times.get(from) ?? 0) < 20
  return {
    /** @param ours what of ours they may answer */
    wave(count: number, ours: Answerable[]): CustomerMail[] {
      const wave: CustomerMail[] = []
      while (wave.length < count) {
        const which = next()
        if (which < 0.04) wave.push(mails.machine(pick(people).address))
        else if (which < 0.1 && wave.length > 0) wave.push(pick(wave))
        else if (which < (ours.length > 0 ? 0.75 : 0.3) && written.length > 500) {
          const to = ours.length > 0 && which < 0.6 ? pick(ours) : (written[Math.floor(next() * (written.length - 400))] as Answerable)
          if (mayAnswer(to)) add(answered(to))
        } else {
          const { address, name } = pick(people)
          add(mails.begins(address, name))
        }
      }
      return wave

      function add({ answerable, ...mail }: CustomerMail & { answerable: Answerable }) {
        wave.push(mail)
        written.push(answerable)
        times.set(answerable.from, (times.get(answerable.from) ?? 0) + 1)
      }
    },
  }
  function answered(to: Answerable) {
    return mails.answers(to, nameOf.get(to.from) ?? 'Somebody')
  }
}
