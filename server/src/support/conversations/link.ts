// Whether a conversation is about a crisis: the customer is hurt by it × it was written in its time × it speaks of it. Each of the three says why.
import { wordsOf } from '../../detect/texts/words.ts'

export type CrisisFacts = {
  id: string
  number: string
  onsetAt: Date
  restoredAt: Date | null
  /** In all languages in which something was said. */
  services: readonly string[]
  words: ReadonlySet<string>
}
export type Written = {
  at: Date
  text: string
  reasons: readonly string[]
  mood: string
  /** hurt: in the impact; exposed: uses what is broken; elsewhere: a customer who does neither; stranger: nobody knows whose customer. */
  account: 'hurt' | 'exposed' | 'elsewhere' | 'stranger'
  /** It answers an update on this crisis, which only its reader has. */
  answersUpdate: boolean
  /** Names of services of ours that this crisis is not about. */
  otherServices: readonly string[]
}
export type Linked = { confidence: number; why: string[] }

/** From here on it is suggested; from `support_settings.link_itself_at` on it is done. */
export const suggestAt = 0.3
/** More likely than not: agreed to together, without looking at each. */
export const likelyAt = 0.5

const [hour, day] = [3_600_000, 86_400_000]

export function linkTo(crisis: CrisisFacts, written: Written): Linked {
  if (written.answersUpdate) return { confidence: 1, why: [`It answers our update on ${crisis.number}.`] }
  const [who, when, what] = [byAccount(written), byTime(crisis, written), byMeaning(crisis, written)]
  const confidence = Math.round(who.worth * when.worth * what.worth * 100) / 100
  return { confidence, why: [who.why, when.why, what.why] }
}

type Part = { worth: number; why: string }

const accounts: Record<Written['account'], Part> = {
  hurt: { worth: 1, why: 'The account is hurt by the crisis.' },
  exposed: { worth: 0.75, why: 'The account uses what is broken, but is not in the impact.' },
  stranger: { worth: 0.6, why: 'Nobody knows whose account this is.' },
  elsewhere: { worth: 0.4, why: 'The account uses nothing that is broken.' },
}
const byAccount = ({ account }: Written): Part => accounts[account]

function byTime({ onsetAt, restoredAt }: CrisisFacts, { at }: Written): Part {
  const [since, after] = [at.getTime() - onsetAt.getTime(), restoredAt === null ? 0 : at.getTime() - restoredAt.getTime()]
  if (since < -hour / 2) return { worth: 0, why: 'It was written before anything was wrong.' }
  if (after <= 0) return { worth: 1, why: 'It was written while it lasted.' }
  if (after <= 2 * day) return { worth: 0.9, why: 'It was written within two days after it was restored.' }
  if (after <= 14 * day) return { worth: 0.5, why: 'It was written within two weeks after it was restored.' }
  return { worth: 0.1, why: 'It was written long after it was restored.' }
}

function byMeaning(crisis: CrisisFacts, { text, reasons, mood, otherServices }: Written): Part {
  const words = wordsOf(text.slice(0, 8_000).toLowerCase())
  const said = new Set(words)
  const whole = ` ${words.join(' ')} `
  const named = (service: string) => whole.includes(` ${wordsOf(service.toLowerCase()).join(' ')} `)
  const ours = crisis.services.filter(named)
  if (ours.length > 0) return { worth: 1, why: `It names ${ours[0]}.` }
  const theirs = otherServices.filter(named)
  const shared = [...crisis.words].filter((word) => said.has(word))
  if (theirs.length > 0 && shared.length < 3) return { worth: 0.2, why: `It names ${theirs[0]}, which the crisis is not about.` }
  const trouble = reasons.some((reason) => ['outage', 'safety'].includes(reason))
  if (shared.length >= 3 || (shared.length > 0 && trouble)) return { worth: 0.95, why: `It speaks of the same: ${shared.slice(0, 5).join(', ')}.` }
  if (trouble) return { worth: 0.85, why: 'It says that something does not work.' }
  if (shared.length === 2) return { worth: 0.75, why: `It speaks of ${shared.join(' and ')}.` }
  if (reasons.includes('complaint') || mood === 'negative' || mood === 'angry')
    return { worth: shared.length > 0 ? 0.75 : 0.6, why: 'It is a complaint, of which one cannot tell of what.' }
  return shared.length > 0 ? { worth: 0.5, why: `It has one word in common: ${shared[0]}.` } : { worth: 0.25, why: 'Nothing in it speaks of the crisis.' }
}

/** The words of what was said on a crisis that say something; those of every mail are left out. */
export function wordsOfCrisis(texts: readonly string[]): Set<string> {
  const words = new Set<string>()
  for (const text of texts)
    for (const word of wordsOf(text.slice(0, 4_000).toLowerCase())) if (word.length >= 4 && /^\p{L}[\p{L}-]+$/u.test(word) && !common.has(word)) words.add(word)
  return words
}
const common = new Set(
  (
    'about after again also because been being before between both cannot could customer customers during each everybody from have here hour hours into just know like made make many minute minutes more most much must next only other others over please pour public since some still such team than thank thanks that their them then there these they this those time times today tomorrow under until update updates very want well were what when where which while will with within without would work working works write written your yours ' +
    'aber alle allen aller alles auch beim bereits bitte dann dass dein deine diese diesem diesen dieser dieses doch durch eine einem einen einer eines etwas gerade haben heute hier ihnen ihre ihrem ihren ihrer immer jetzt kann kein keine können mehr mein meine melden nach nicht noch nächste oder ohne schon sein seit sich sind sobald sowie später team uhr unser unsere unserem unseren unserer unter viele werden wieder wird wurde wurden während zeit über ' +
    'avec avant cette comme dans depuis deux elle encore être fait heure heures leur mais même nous notre nos pendant plus pour quand sans sera ses sont sous tous tout toute toutes une votre vous équipe ' +
    'ahora antes como cuando desde donde durante ella ellos entre equipo esta este estos hasta hora horas más para pero porque puede sobre también tiene todos usted ustedes ' +
    'agora ainda com como depois durante ele ela entre equipe essa esse esta este foram hora horas mais para pela pelo pode porque quando seus também todos vocês você'
  ).split(' '),
)
