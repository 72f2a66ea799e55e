import { Divider, Group, Kbd, Modal, Stack, Switch, Text } from '@mantine/core'
import { Fragment, useState } from 'react'
import { t } from '../strings/t.ts'
import { setShortcutsOff, shortcutsOff } from '../ui/use-shortcuts.ts'

/** Pressed in a row where the first is `g`; otherwise each does one of what is said, in that order. */
const keys = () => [
  { keys: ['?'], what: t('shortcuts.help') },
  { keys: ['d'], what: t('shortcuts.declare') },
  { keys: ['u'], what: t('shortcuts.update') },
  { keys: ['g', 'c'], what: t('shortcuts.crises') },
  { keys: ['g', 's'], what: t('shortcuts.suspicions') },
  { keys: ['g', 'b'], what: t('shortcuts.board') },
  { keys: ['g', 'r'], what: t('shortcuts.atRisk') },
  { keys: ['g', 'a'], what: t('shortcuts.accounts') },
  { keys: ['g', 'k'], what: t('shortcuts.knowledge') },
  { keys: ['g', 'p'], what: t('shortcuts.playbooks') },
  { keys: ['g', 'i'], what: t('shortcuts.conversations') },
  { keys: ['g', 'f'], what: t('shortcuts.imports') },
  { keys: ['g', 'o'], what: t('shortcuts.onCall') },
  { keys: ['g', 'm'], what: t('shortcuts.mailbox') },
  { keys: ['1 … 0'], what: t('shortcuts.room') },
  { keys: ['1 … 4'], what: t('shortcuts.call') },
  { keys: ['n'], what: t('shortcuts.inbox.next') },
  { keys: ['j', 'k'], what: t('shortcuts.inbox.step') },
  { keys: ['r', 'm', 't'], what: t('shortcuts.inbox.write') },
  { keys: ['a', 'e', 's'], what: t('shortcuts.inbox.do') },
  { keys: ['Ctrl + Shift + Enter'], what: t('shortcuts.inbox.sendClose') },
  { keys: ['y'], what: t('shortcuts.inbox.link') },
  { keys: ['u'], what: t('shortcuts.inbox.back') },
  { keys: ['/'], what: t('shortcuts.search') },
  { keys: ['Ctrl + Enter'], what: t('shortcuts.send') },
]

export function ShortcutHelp({ opened, close }: { opened: boolean; close: () => void }) {
  const [off, setOff] = useState(shortcutsOff)
  return (
    <Modal opened={opened} onClose={close} title={t('shortcuts.title')}>
      <Stack gap="xs">
        {keys().map((row) => (
          <Group key={row.what} justify="space-between" wrap="nowrap">
            <Text size="sm">{row.what}</Text>
            <Group gap={6} wrap="nowrap">
              {row.keys.map((key, i) => (
                <Fragment key={key}>
                  {i > 0 && (
                    <Text size="xs" c="dimmed">
                      {row.keys[0] === 'g' ? t('shortcuts.then') : '·'}
                    </Text>
                  )}
                  <Kbd>{key}</Kbd>
                </Fragment>
              ))}
            </Group>
          </Group>
        ))}
        <Divider my="xs" />
        <Switch
          label={t('shortcuts.on')}
          description={t('shortcuts.onHint')}
          checked={!off}
          onChange={({ currentTarget }) => {
            setOff(!currentTarget.checked)
            setShortcutsOff(!currentTarget.checked)
          }}
        />
      </Stack>
    </Modal>
  )
}
