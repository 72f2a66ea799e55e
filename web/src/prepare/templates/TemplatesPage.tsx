import { Button, Group, Paper, Select, Stack, Switch, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import type { TemplateSummary } from '../../../../server/src/prepare/templates/templates.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Page } from '../../ui/Page.tsx'
import { Scrollable } from '../../ui/Scrollable.tsx'
import styles from './Templates.module.css'
import { NewTemplate } from './NewTemplate.tsx'
import { languageName, phaseName, usePlaybookNames } from './names.ts'
import { StateBadge } from './StateBadge.tsx'
import { audiences, searchOf, useTemplates } from './templates.ts'

/** First words by playbook, phase, audience and language: what ships, what was made of it, what waits for a second person. */
export function TemplatesPage() {
  const query = useTemplates()
  const may = useMay('write-update')
  const name = usePlaybookNames()
  const [playbook, setPlaybook] = useState<string | null>(null)
  const [audience, setAudience] = useState<string | null>('customers')
  const [waiting, setWaiting] = useState(false)
  const [adding, { open, close }] = useDisclosure(false)
  const shown = (each: TemplateSummary) =>
    waiting ? each.waiting !== null : (playbook === null || each.playbook === playbook) && (audience === null || each.audience === audience)
  const add = may && (
    <Button variant="default" onClick={open} leftSection={<Icon name="plus" size={16} />}>
      {t('templates.new')}
    </Button>
  )
  return (
    <Page title={t('templates.title')} lead={t('templates.lead')} actions={add}>
      <Loaded query={query}>
        {(all) => {
          const found = all.filter(shown)
          return (
            <Stack gap="md">
              <Group align="flex-end" gap="sm">
                <Select
                  label={t('templates.playbook')}
                  placeholder={t('templates.anyPlaybook')}
                  clearable
                  w={260}
                  data={[...new Set(all.map((each) => each.playbook))].map((value) => ({ value, label: name(value) }))}
                  value={playbook}
                  onChange={setPlaybook}
                />
                <Select
                  label={t('templates.audience')}
                  placeholder={t('templates.anyAudience')}
                  clearable
                  w={190}
                  data={audiences.map((value) => ({ value, label: tOf('audience', value) }))}
                  value={audience}
                  onChange={setAudience}
                />
                <Switch
                  mb={8}
                  label={tn('templates.waiting', all.filter((each) => each.waiting).length)}
                  checked={waiting}
                  onChange={(event) => setWaiting(event.currentTarget.checked)}
                />
              </Group>
              <Paper p={{ base: 'sm', sm: 'md' }}>
                {found.length === 0 ? <Empty title={t('templates.none')} text={t('templates.noneText')} /> : <Table rows={found} name={name} />}
              </Paper>
            </Stack>
          )
        }}
      </Loaded>
      {adding && <NewTemplate close={close} />}
    </Page>
  )
}

function Table({ rows, name }: { rows: TemplateSummary[]; name: (key: string) => string }) {
  return (
    <Scrollable label={t('templates.list')}>
      <table className={styles.table}>
        <thead>
          <tr>
            {(['words', 'playbook', 'phase', 'audience', 'locale', 'state'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`templates.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={[row.playbook, row.phase, row.audience, row.locale, row.brand].join('/')}>
              <th scope="row">
                <TextLink to="/templates/one" search={searchOf(row)} size="sm">
                  {row.title || t('templates.untitled')}
                </TextLink>
                {row.brand && (
                  <Text size="xs" c="dimmed">
                    {t('templates.onlyBrand', { brand: row.brand })}
                  </Text>
                )}
              </th>
              <td>{name(row.playbook)}</td>
              <td>{phaseName(row.phase)}</td>
              <td>{tOf('audience', row.audience)}</td>
              <td>{languageName(row.locale)}</td>
              <td>
                <StateBadge summary={row} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  )
}
