import { Paper, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { TextLink } from '../../ui/links.tsx'
import { useCallSums, useUnreachedCount } from './calls.ts'
import styles from './Calls.module.css'

/** One calm line where somebody has to be called, or was told on no channel; nothing where all were told. */
export function CallsBrief() {
  const { id } = useRoom()
  const toCall = useCallSums()?.toCall ?? 0
  const unreached = useUnreachedCount() ?? 0
  if (toCall === 0 && unreached === 0) return null
  return (
    <Paper p="sm" component="section" aria-label={t('calls.title')} className={styles.brief}>
      {toCall > 0 && (
        <Text size="sm">
          <TextLink to="/crises/$crisisId/calls" params={{ crisisId: id }} search={{}} fw={600}>
            {tn('calls.brief', toCall)}
          </TextLink>{' '}
          <Text span size="sm" c="dimmed">
            {t('calls.briefText')}
          </Text>
        </Text>
      )}
      {unreached > 0 && (
        <Text size="sm">
          <TextLink to="/crises/$crisisId/calls" params={{ crisisId: id }} search={{ show: 'unreached' }} fw={600}>
            {tn('unreached.brief', unreached)}
          </TextLink>
        </Text>
      )}
    </Paper>
  )
}
