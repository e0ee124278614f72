<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>StageWords</name>
    <message numerus="yes">
        <source>%1 (%n d late)</source>
        <translation>
            <numerusform>%1 (%n d late)</numerusform>
            <numerusform>%1 (%n d late)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (in %n d)</source>
        <translation>
            <numerusform>%1 (in %n d)</numerusform>
            <numerusform>%1 (in %n d)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::Application</name>
    <message numerus="yes">
        <source>The list of unsent work was damaged; all %n entries were saved.</source>
        <translation>
            <numerusform>The list of unsent work was damaged; its one entry was saved.</numerusform>
            <numerusform>The list of unsent work was damaged; all %n entries were saved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The list of unsent work was damaged; %n entries could not be read.</source>
        <translation>
            <numerusform>The list of unsent work was damaged; %n entry could not be read.</numerusform>
            <numerusform>The list of unsent work was damaged; %n entries could not be read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n things that you did were not sent or accepted yet. They will be lost.</source>
        <translation>
            <numerusform>%n thing that you did was not sent or accepted yet. It will be lost.</numerusform>
            <numerusform>%n things that you did were not sent or accepted yet. They will be lost.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::BoardColumn</name>
    <message numerus="yes">
        <source>%1, %n stages</source>
        <translation>
            <numerusform>%1, %n stage</numerusform>
            <numerusform>%1, %n stages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ChannelDelegate</name>
    <message numerus="yes">
        <source>%1, %n unread. %2</source>
        <translation>
            <numerusform>%1, %n unread. %2</numerusform>
            <numerusform>%1, %n unread. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::InboxPage</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::InboxRowDelegate</name>
    <message numerus="yes">
        <source>%n events</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::MoneyPage</name>
    <message numerus="yes">
        <source>%n movements exported</source>
        <translation>
            <numerusform>%n movement exported</numerusform>
            <numerusform>%n movements exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::MyWorkPage</name>
    <message numerus="yes">
        <source>%n waiting for %1</source>
        <translation>
            <numerusform>%n waiting for %1</numerusform>
            <numerusform>%n waiting for %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::NavButton</name>
    <message numerus="yes">
        <source>%1, %n waiting</source>
        <translation>
            <numerusform>%1, %n waiting</numerusform>
            <numerusform>%1, %n waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ProjectRowDelegate</name>
    <message numerus="yes">
        <source>%1 of %n stages done</source>
        <translation>
            <numerusform>%1 of %n stage done</numerusform>
            <numerusform>%1 of %n stages done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n to review</source>
        <translation>
            <numerusform>%1 · %n to review</numerusform>
            <numerusform>%1 · %n to review</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n in review</source>
        <translation>
            <numerusform>%1 · %n in review</numerusform>
            <numerusform>%1 · %n in review</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::ProjectsPage</name>
    <message numerus="yes">
        <source>%1, %2, %3 of %n stages done</source>
        <translation>
            <numerusform>%1, %2, %3 of %n stage done</numerusform>
            <numerusform>%1, %2, %3 of %n stages done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n projects</source>
        <translation>
            <numerusform>%n project</numerusform>
            <numerusform>%n projects</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>projective::StageListView</name>
    <message numerus="yes">
        <source>%n states</source>
        <translation>
            <numerusform>%n state</numerusform>
            <numerusform>%n states</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Fund %n stages: %1 as %2</source>
        <translation>
            <numerusform>Fund %n stage: %1 as %2</numerusform>
            <numerusform>Fund %n stages: %1 as %2</numerusform>
        </translation>
    </message>
</context>
</TS>
