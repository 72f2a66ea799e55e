import { Text } from '@mantine/core'
import { t, tn } from '../../strings/t.ts'
import { ButtonLink } from '../../ui/links.tsx'
import styles from './Suspicions.module.css'
import { useSuspicions } from './suspicions.ts'

/** On the front page: that something may be wrong, calmly; nothing where nothing is. */
export function OpenNotice() {
  const open = useSuspicions().data?.filter(({ state, practice }) => state === 'open' && !practice) ?? []
  const [surest] = open
  if (!surest) return null
  return (
    <div className={styles.notice} role="status">
      <Text size="sm" className="lw-clip" style={{ flex: '1 1 260px' }}>
        {tn('suspicions.notice', open.length, { title: surest.title })}
      </Text>
      <ButtonLink to="/suspicions" variant="default" size="xs">
        {t('suspicions.look')}
      </ButtonLink>
    </div>
  )
}
