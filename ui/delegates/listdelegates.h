#pragma once

#include "ui/delegates/rowdelegate.h"

namespace projective {

/// A project of the list: title and buyer, its state, how many stages are done, the next date.
class ProjectRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit ProjectRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
};

/// A subject of the inbox: what happened last, where, when, and how much of it is unread.
class InboxRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit InboxRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
    [[nodiscard]] QString section(const QVariant &section) const override;
};

/// A line of a project's history under its day.
class ActivityRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit ActivityRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
    [[nodiscard]] QString section(const QVariant &section) const override;
};

/// An escrow: stage and payee, what it holds of what was put in.
class EscrowRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit EscrowRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
};

/// Someone who can be offered a stage.
class CandidateRowDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit CandidateRowDelegate(Theme &theme, QObject *parent = nullptr);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
};

/// A project, stage or channel that somebody shares with the acting workspace.
class SharedPlaceDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit SharedPlaceDelegate(Theme &theme, QObject *parent = nullptr);
    /// Its state, or the project that it is in.
    [[nodiscard]] static QString about(const QModelIndex &index);

protected:
    void paintRow(QPainter *painter, Cells &cells, const QModelIndex &index) const override;
};

} // namespace projective
