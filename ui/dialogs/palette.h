#pragma once

#include "ui/pages/route.h"

#include <QDialog>
#include <QStandardItemModel>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QListView;
QT_END_NAMESPACE

namespace projective {

class ActionSet;
class PageContext;
class SearchModel;
class TextLabel;

/// Ctrl+K: every action and everything in the mirror that has a name, by typing a part of it.
class Palette : public QDialog
{
    Q_OBJECT
public:
    Palette(PageContext &context, ActionSet &actions, QWidget *parent);
    /// Over the window, empty, with the focus in the field.
    void popUp();
    /// Whether all letters of `typed` come in `text` in their order; how well: higher is better, -1 not at all.
    [[nodiscard]] static int match(const QString &typed, const QString &text);

Q_SIGNALS:
    void routeRequested(const projective::Route &route);
    /// A person, business or team.
    void profileRequested(const QUuid &profile);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void typed();
    void fill();
    void addActions(const QString &text);
    void addPlaces();
    void choose(const QModelIndex &index);
    void move(int step);

    PageContext &m_context;
    ActionSet &m_actions;
    SearchModel *m_search;
    QStandardItemModel m_results;
    QLineEdit *m_field;
    QListView *m_list;
    TextLabel *m_none;
};

} // namespace projective
