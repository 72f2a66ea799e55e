import { Badge, Button, Group, Select, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaybookDiff } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import type { ShownTemplate, TemplateVersion } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { useMay, useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { get, query } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { DiffView } from '../playbooks/DiffView.tsx'
import styles from './Templates.module.css'
import { type TemplateKey, templatesKey } from './templates.ts'

/** Who wrote what and who approved it; the newest waits until another person agrees. */
export function TemplateVersions({ of, shown }: { of: TemplateKey; shown: ShownTemplate }) {
  if (shown.versions.length === 0) return null
  return (
    <Card title={t('templates.versions')} aside={shown.summary.state === 'edited' || shown.summary.waiting ? <Back of={of} shown={shown} /> : undefined}>
      <Stack gap="md">
        <ul className={styles.list}>
          {shown.versions.map((version, nth) => (
            <li key={version.revision}>
              <Version of={of} version={version} newest={nth === 0} />
            </li>
          ))}
        </ul>
        <Difference key={shown.versions.length} of={of} shown={shown} />
      </Stack>
    </Card>
  )
}

function Version({
  of,
  version: { revision, by, at, note, approvedBy, approvedAt, inForce, parts },
  newest,
}: {
  of: TemplateKey
  version: TemplateVersion
  newest: boolean
}) {
  const may = useMay('approve-update')
  const me = useSession().data?.id
  const approve = useWrite<unknown, object>({ path: '/api/templates/approvals', touches: [templatesKey], done: t('templates.approved', { revision }) })
  const waits = newest && approvedBy === null
  return (
    <>
      <Group gap="xs">
        <b>{t('templates.version', { revision })}</b>
        <Text size="sm" c="dimmed">
          {by.name}, <Moment at={at} />
        </Text>
        {inForce && (
          <Badge size="sm" color="green">
            {t('versions.inForce')}
          </Badge>
        )}
        {parts === null && <Badge size="sm">{t('templates.state.shipped')}</Badge>}
        {waits && (
          <Badge size="sm" color="amber">
            {t('templates.state.waiting')}
          </Badge>
        )}
        {waits && may && by.id !== me && (
          <Button size="compact-sm" loading={approve.isPending} onClick={() => approve.mutate({ ...of, revision })}>
            {t('templates.approve')}
          </Button>
        )}
      </Group>
      <Text size="sm">{note}</Text>
      {parts !== null && approvedBy && approvedAt && (
        <Text size="sm" c="dimmed">
          {t('templates.approvedBy', { name: approvedBy.name })}, <Moment at={approvedAt} />
        </Text>
      )}
      {waits && by.id === me && (
        <Text size="sm" c="dimmed">
          {t('templates.another')}
        </Text>
      )}
      <ErrorNote error={approve.error} />
    </>
  )
}

function Back({ of, shown }: { of: TemplateKey; shown: ShownTemplate }) {
  const may = useMay('approve-update')
  const reset = useWrite<unknown, object>({ path: '/api/templates/reset', touches: [templatesKey], done: t('templates.wasReset') })
  if (!may) return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        loading={reset.isPending}
        onClick={() => reset.mutate({ ...of, revision: shown.summary.revision, note: t('templates.resetNote') })}
      >
        {t('templates.reset')}
      </Button>
      <ErrorNote error={reset.error} />
    </>
  )
}

function Difference({ of, shown: { versions, shipped } }: { of: TemplateKey; shown: ShownTemplate }) {
  const newest = versions[0]?.revision ?? 0
  const [from, setFrom] = useState(newest - 1)
  const [to, setTo] = useState(newest)
  const difference = useQuery({
    queryKey: [...templatesKey, 'difference', of, from, to],
    queryFn: ({ signal }) => get<PlaybookDiff>(`/api/templates/difference${query({ ...of, from, to })}`, signal),
    placeholderData: keepPreviousData,
  })
  const options = [
    ...versions.map(({ revision }) => ({ value: String(revision), label: t('templates.version', { revision }) })),
    { value: '0', label: shipped ? t('templates.asShipped') : t('templates.nothing') },
  ]
  return (
    <div>
      <Group gap="xs" mb="xs">
        <Select
          size="xs"
          w={170}
          aria-label={t('versions.from')}
          data={options}
          value={String(from)}
          allowDeselect={false}
          onChange={(value) => setFrom(Number(value))}
        />
        <Text size="sm">{t('versions.to')}</Text>
        <Select
          size="xs"
          w={170}
          aria-label={t('versions.to')}
          data={options}
          value={String(to)}
          allowDeselect={false}
          onChange={(value) => setTo(Number(value))}
        />
      </Group>
      <Loaded query={difference}>{(diff) => <DiffView diff={diff} />}</Loaded>
    </div>
  )
}
