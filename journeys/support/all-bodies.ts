// A valid body for every write of the house.
import { valid } from './bodies.ts'
import { validChannels } from './channel-bodies.ts'
import { validCommands } from './command-bodies.ts'
import type { smallCompany } from './company.ts'
import { validDetect } from './detect-bodies.ts'
import { validMoney } from './money-bodies.ts'
import { validOnCall } from './on-call-bodies.ts'
import { validPages } from './page-bodies.ts'
import { validRestore } from './restore-bodies.ts'
import { validSupport } from './support-bodies.ts'
import { validSync } from './sync-bodies.ts'

type Known = { company: Awaited<ReturnType<typeof smallCompany>>; person: string; seal: string; method: string; audience: string; payer: string }

export const allBodies = ({ company, person, seal, method, audience, payer }: Known): Record<string, unknown> => ({
  ...valid(company.mail, seal),
  ...validCommands(person),
  ...validOnCall(person, company.mail, method),
  ...validChannels(),
  ...validDetect(company.shop),
  ...validSync(),
  ...validPages(company.mail, audience),
  ...validMoney(company.slug, payer),
  ...validRestore(company.mail),
  ...validSupport(company.mail),
})
