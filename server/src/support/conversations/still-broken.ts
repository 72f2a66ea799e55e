// Whether somebody who was told that it works again says that it does not, for them.

export type AfterRestored = { mood: string; reasons: readonly string[]; text: string }

/** Thanks are none; trouble told, words that it is not over, or anger are. Rather one too many: a person looks at it first, and nothing is promised by it. */
export function saysStillBroken({ mood, reasons, text }: AfterRestored): boolean {
  const still = stillWords.test(text)
  if (mood === 'positive' && !still) return false
  return still || mood === 'negative' || mood === 'angry' || reasons.some((reason) => ['outage', 'asked-before', 'safety', 'complaint'].includes(reason))
}

const stillWords =
  /\b(still (not|broken|down|failing|fails|does|doesn|can|having|the same|no)|not (working|fixed|resolved|solved)|isn.?t (working|fixed)|doesn.?t work|broken again|no change|immer noch|noch immer|weiterhin (nicht|kein)|geht (noch )?(immer )?nicht|funktioniert (noch )?(immer )?nicht|nach wie vor|toujours (pas|en panne|cassé)|ne (fonctionne|marche) (toujours )?pas|sigue (sin|roto|igual|fallando)|todavía no|aún no|no funciona|ainda não|continua (sem|quebrado|falhando)|não funciona)|まだ|直って(い)?ない|直りません|動かない|動きません|使えない|使えません/iu
