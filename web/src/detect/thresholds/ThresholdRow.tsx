import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../sources/Sources.module.css'
import { ThresholdDialog } from './ThresholdDialog.tsx'
import { type Threshold, thresholdsKey } from './thresholds.ts'

/** What it asks in words, how many series it looks at, and whether any has passed it. */
export function ThresholdRow({ threshold }: { threshold: Threshold }) {
  const [changing, setChanging] = useState(false)
  const brands = useBrands().data ?? []
  const { id, name, sentence, series, matches, open, severity, backMinutes, practice } = threshold
  const remove = useWrite({ path: `/api/thresholds/${id}/removal`, touches: [thresholdsKey], done: t('thresholds.removed', { name }) })
  const brand = brands.length > 1 ? (brands.find(({ slug }) => slug === threshold.brand)?.name ?? threshold.brand) : undefined
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          {open > 0 && <Badge color="red">{tn('thresholds.open', open)}</Badge>}
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          {practice && <Badge color="gray">{t('practice')}</Badge>}
        </Group>
        <Text size="sm" className="lw-clip">
          {sentence}
        </Text>
        <Text size="xs" c="dimmed" className="lw-clip lw-figures">
          {[
            tOf('checks.severity', severity),
            matches === 0 ? t('thresholds.matchesNone') : tn('thresholds.matches', matches),
            tn('thresholds.backIn', backMinutes),
            brand,
            series.service,
            series.region,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </div>
      <Group gap="xs" align="flex-start">
        <Button size="compact-sm" variant="default" aria-label={t('sources.of', { action: t('sources.change'), name })} onClick={() => setChanging(true)}>
          {t('sources.change')}
        </Button>
        <ActionButton
          write={remove}
          body={undefined}
          size="compact-sm"
          variant="default"
          may="settings"
          label={t('sources.of', { action: t('sources.remove'), name })}
          confirm={{ title: t('checks.removeTitle', { name }), text: t('thresholds.removeText'), label: t('sources.remove'), color: 'red' }}
        >
          {t('sources.remove')}
        </ActionButton>
      </Group>
      {changing && <ThresholdDialog threshold={threshold} brands={brands} close={() => setChanging(false)} />}
    </li>
  )
}
