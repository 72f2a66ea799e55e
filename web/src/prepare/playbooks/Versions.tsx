import { Badge, Group, Select, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaybookDiff } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { t } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atNear } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { DiffView } from './DiffView.tsx'
import { pathOf, playbooksKey, useShown } from './playbook.ts'
import { ResetButton } from './ResetButton.tsx'
import styles from './Plan.module.css'

/** What was ever saved, by whom and why; any two side by side. */
export function Versions() {
  const { versions, summary, shippedYaml } = useShown()
  if (versions.length === 0) return <Empty title={t('versions.none')} />
  return (
    <Stack gap="md">
      <Card title={t('versions.title')} aside={shippedYaml !== null && summary.origin === 'edited' && <ResetButton />}>
        <ul className={styles.plain}>
          {versions.map((version, nth) => (
            <li key={version.revision}>
              <Group gap="xs">
                <b>{t('playbook.revision', { revision: version.revision })}</b>
                <Text size="sm" c="dimmed">
                  {version.by.name}, <Moment at={version.at} />
                </Text>
                {nth === 0 && !summary.setAside && (
                  <Badge size="sm" color="green">
                    {t('versions.inForce')}
                  </Badge>
                )}
                {version.followsShipped && <Badge size="sm">{t('versions.optionShipped')}</Badge>}
              </Group>
              {version.note}
            </li>
          ))}
        </ul>
      </Card>
      <Compare key={versions.length} />
    </Stack>
  )
}

function Compare() {
  const { versions, summary, shippedYaml } = useShown()
  const newest = versions[0]?.revision ?? 0
  const [from, setFrom] = useState(shippedYaml === null ? Math.max(1, newest - 1) : summary.shippedChanged ? 0 : newest - 1)
  const [to, setTo] = useState(newest)
  const difference = useQuery({
    queryKey: [...playbooksKey, 'difference', summary.key, from, to],
    queryFn: ({ signal }) => get<PlaybookDiff>(`${pathOf(summary.key)}/difference${query({ from, to })}`, signal),
    placeholderData: keepPreviousData,
  })
  const options = [
    ...versions.map((version) => ({ value: String(version.revision), label: t('versions.option', { revision: version.revision, at: atNear(version.at) }) })),
    ...(shippedYaml === null ? [] : [{ value: '0', label: t('versions.shipped') }]),
  ]
  return (
    <Card
      title={t('versions.from')}
      aside={
        <Group gap="xs" align="center">
          <Select
            size="xs"
            w={230}
            aria-label={t('versions.from')}
            data={options}
            value={String(from)}
            allowDeselect={false}
            onChange={(value) => setFrom(Number(value))}
          />
          <Text size="sm">{t('versions.to')}</Text>
          <Select
            size="xs"
            w={230}
            aria-label={t('versions.to')}
            data={options}
            value={String(to)}
            allowDeselect={false}
            onChange={(value) => setTo(Number(value))}
          />
        </Group>
      }
    >
      <Loaded query={difference}>{(diff) => <DiffView diff={diff} />}</Loaded>
    </Card>
  )
}
