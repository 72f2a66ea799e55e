// What the text says against what is known: who is hurt, which services, whether it is over, whether an earlier update said otherwise.
import { type Found, inText, type Rule } from '../linter.ts'

const everybody = /\b(?:all|every|each)\s+(?:of\s+)?(?:our\s+|the\s+)?(?:customers?|users?|accounts?|clients?)\b|\beverybody\b|\beveryone\b/gi
const nobody = /\bno(?:ne of our)?\s+(?:customers?|users?|accounts?|clients?)\s+(?:is|are|was|were)\s+affected\b|\bno\s+(?:customer\s+)?impact\b/gi
const few =
  /\b(?:a\s+(?:very\s+)?(?:small|tiny|limited)\s+(?:number|subset|portion|percentage|group)|a\s+(?:few|handful)|only\s+(?:some|a\s+few)|very\s+few)\s+(?:of\s+)?(?:our\s+)?(?:customers?|users?|accounts?|clients?)?/gi
const over =
  /\b(?:is|are|was|were|has been|have been|now)\s+(?:fully\s+|completely\s+|now\s+)?(?:resolved|fixed|restored|back to normal|fully operational|solved)\b|\b(?:everything|all services?|it)\s+(?:works?|is working)\s+again\b/gi
const percent = (share: number) => `${share >= 0.1 ? Math.round(share * 100) : Math.round(share * 1_000) / 10} %`
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const negated = /\b(?:not|never|will be|to be|once|until|when|as soon as|after|before|if|being)\b[^.]{0,40}$/i

export const factRules: Rule[] = [
  {
    id: 'says-everybody',
    severity: 'error',
    check: ({ draft: { parts }, facts: { share } }) =>
      share === undefined || share >= 0.9
        ? []
        : inText(
            { title: parts.title, ...(parts.affected ? { affected: parts.affected } : {}), ...(parts.happened ? { happened: parts.happened } : {}) },
            everybody,
            (match) =>
              /\bnot\s*$/i.test(match.input.slice(0, match.index))
                ? undefined
                : { sentence: `“${match[0]}”: the assessment says ${percent(share)} of the accounts. Say who is hurt.` },
          ),
  },
  {
    id: 'says-nobody',
    severity: 'error',
    check: ({ draft: { parts }, facts: { share } }) =>
      share === undefined || share === 0
        ? []
        : inText(parts, nobody, ([said]) => ({ sentence: `“${said}”: the assessment says ${percent(share)} of the accounts are hurt.` })),
  },
  {
    id: 'says-few',
    severity: 'warning',
    check: ({ draft: { parts }, facts: { share } }) =>
      share === undefined || share < 0.2
        ? []
        : inText(parts, few, ([said]) => ({ sentence: `“${said.trim()}”: ${percent(share)} of the accounts are hurt. That is not few.` })),
  },
  {
    id: 'other-service',
    severity: 'warning',
    check: ({ draft: { parts }, facts: { otherServices = [], services = [] } }) => {
      const others = otherServices.filter((name) => name.length > 3 && !services.some((each) => each.toLowerCase().includes(name.toLowerCase())))
      if (others.length === 0) return []
      const named = new RegExp(`(?<![\\p{L}\\p{N}])(?:${others.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'gu')
      return inText(
        { title: parts.title, ...(parts.happened ? { happened: parts.happened } : {}), ...(parts.affected ? { affected: parts.affected } : {}) },
        named,
        (match) =>
          /\b(?:not|un)\s?affected|\bworks?\b|\boperational\b/i.test(match.input.slice(match.index, match.index + 120))
            ? undefined
            : { sentence: `“${match[0]}” is not in the scope of this crisis. Is it affected, too? Then change the scope; else say that it works.` },
      )
    },
  },
  {
    id: 'says-over',
    severity: 'error',
    check: ({ draft: { parts, phase }, facts: { criteriaMet } }) => {
      if (phase === 'resolved')
        return criteriaMet === false
          ? [{ severity: 'warning', sentence: 'Not every sign that it works again was checked. Check them before you say that it is over.' } satisfies Found]
          : []
      return inText(parts, over, (match) =>
        negated.test(match.input.slice(0, match.index))
          ? undefined
          : {
              severity: phase === 'monitoring' ? 'warning' : 'error',
              sentence: `“${match[0]}”, but this update is not the final one. Say that the repair is in place and that you watch it, or publish it as resolved.`,
            },
      )
    },
  },
]
