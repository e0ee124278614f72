#pragma once

#include "models/profilemodel.h"
#include "models/sharedplacemodel.h"
#include "ui/pages/route.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QFormLayout;
QT_END_NAMESPACE

namespace projective {

class PageContext;
class RowList;
class TextLabel;

/// A person, a business or a team: who they are, what time it is there, and where the acting workspace meets them, as
/// ways to go there.
class ProfileDialog : public QDialog
{
    Q_OBJECT
public:
    ProfileDialog(PageContext &context, const QUuid &profile, QWidget *parent);

Q_SIGNALS:
    void routeRequested(const projective::Route &route);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void build();
    void fill();
    void addFact(const QString &label, const QString &value);
    [[nodiscard]] const ProfileRecord *profile() const;
    void openPlace(const QModelIndex &row);

    PageContext &m_context;
    ProfileModel m_profile;
    SharedPlaceModel m_places;
    TextLabel *m_name = nullptr;
    TextLabel *m_what = nullptr;
    QFormLayout *m_facts = nullptr;
    RowList *m_list = nullptr;
};

} // namespace projective
