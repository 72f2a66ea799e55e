import { t } from '../strings/t.ts'
import { atUtc, clockFace, span } from './format.ts'
import { pressing } from './pressing.ts'
import type { Meaning } from './theme.ts'
import { useNow } from './TimeBase.tsx'

const tones: Record<Meaning, string> = { critical: 'lw-red', soon: 'lw-amber', good: 'lw-green', action: 'lw-blue', neutral: '' }

/** Counts down to a deadline, then up past it. Screen readers get it in words, and are not interrupted every second. */
export function Countdown({ to, from, size = '1rem', weight = 600 }: { to: string; from?: string; size?: string; weight?: number }) {
  const now = useNow()
  const left = Date.parse(to) - now
  const tone = tones[pressing(Date.parse(to), now, from ? Date.parse(from) : undefined)]
  const words = left > 0 ? t('clock.left', { span: span(left) }) : t('clock.over', { span: span(left) })
  return (
    <span
      role="timer"
      aria-live="off"
      aria-label={words}
      title={atUtc(to)}
      className={`lw-figures ${tone}`}
      style={{ fontSize: size, fontWeight: weight, lineHeight: 1.1, whiteSpace: 'nowrap' }}
    >
      {left < 0 ? `+${clockFace(left)}` : clockFace(left + 999)}
    </span>
  )
}
