import { Paper, Stack, Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { atDayTime } from '../../ui/format.ts'
import type { Trial } from './thresholds.ts'

const shownAtOnce = 8

/** What it would have raised over the days that are kept. */
export function TrialNote({ trial: { matches, tried, from, count, episodes } }: { trial: Trial }) {
  const more = count - Math.min(shownAtOnce, episodes.length)
  return (
    <Paper p="sm" withBorder role="status">
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {matches === 0 ? t('thresholds.triedNone') : count === 0 ? t('thresholds.triedNever') : tn('thresholds.tried', count)}
        </Text>
        {from && (
          <Text size="xs" c="dimmed">
            {tn('thresholds.triedOn', tried)} {t('thresholds.triedSince', { at: atDayTime(from) })}
            {tried < matches && ` ${t('thresholds.triedOf', { count: String(matches) })}`}
          </Text>
        )}
        {episodes.slice(0, shownAtOnce).map((episode) => (
          <Text size="sm" key={`${episode.series.id} ${episode.from}`} className="lw-figures">
            {atDayTime(episode.from)} – {episode.to ? atDayTime(episode.to) : t('thresholds.goesOn')}: {episode.series.name}
            {episode.series.where && ` (${episode.series.where})`} {episode.sentence}
          </Text>
        ))}
        {more > 0 && <Text size="sm">{tn('thresholds.triedMore', more)}</Text>}
      </Stack>
    </Paper>
  )
}
