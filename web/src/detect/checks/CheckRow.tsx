import { Badge, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { useBrands } from '../../prepare/registry/brands.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { span } from '../../ui/format.ts'
import { useTick } from '../../ui/use-tick.ts'
import { useWrite } from '../../ui/use-write.ts'
import styles from '../sources/Sources.module.css'
import { CheckDialog } from './CheckDialog.tsx'
import { type Check, checksKey, shownOf } from './checks.ts'

const colors = { up: 'green', down: 'red', unknown: 'gray' } as const

/** Whether it works, and the sentence of the last look. */
export function CheckRow({ check }: { check: Check }) {
  const [changing, setChanging] = useState(false)
  const brands = useBrands().data ?? []
  const now = useTick(5_000)
  const { id, name, target, state, sentence, failures, lastAt, practice, service, region, everySeconds = 60 } = check
  const remove = useWrite({ path: `/api/checks/${id}/removal`, touches: [checksKey], done: t('checks.removed', { name }) })
  const beats = target.kind === 'heartbeat'
  const ago = lastAt && { span: span(Math.max(0, now - new Date(lastAt).getTime())) }
  const brand = brands.length > 1 ? (brands.find(({ slug }) => slug === check.brand)?.name ?? check.brand) : undefined
  return (
    <li className={styles.item}>
      <div>
        <Group gap="xs">
          <Badge color={colors[state]}>{tOf('checks.state', state)}</Badge>
          <Text fw={600} className="lw-clip">
            {name}
          </Text>
          {practice && <Badge color="gray">{t('practice')}</Badge>}
        </Group>
        <Text size="sm" className="lw-clip">
          {sentence ?? (beats ? t('checks.waits') : '')}
        </Text>
        <Text size="xs" c="dimmed" className="lw-clip lw-figures">
          {[
            tOf('checks.kind', target.kind),
            shownOf(target),
            t('checks.everySpan', { span: everySeconds < 60 ? `${everySeconds} s` : span(everySeconds * 1_000) }),
            ago && (beats ? t('checks.beat', ago) : t('checks.asked', ago)),
            failures > 0 && tn('checks.failures', failures),
            brand,
            service,
            region,
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
          confirm={{ title: t('checks.removeTitle', { name }), text: t('checks.removeText'), label: t('sources.remove'), color: 'red' }}
        >
          {t('sources.remove')}
        </ActionButton>
      </Group>
      {changing && <CheckDialog check={check} brands={brands} close={() => setChanging(false)} />}
    </li>
  )
}
