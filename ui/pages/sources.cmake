# Pages of projects, work and money, with their dialogs, delegates and widgets.
target_sources(projective_ui PRIVATE
  delegates/listdelegates.cpp delegates/rowdelegate.cpp delegates/stagedelegates.cpp
  dialogs/assigndialog.cpp dialogs/formdialog.cpp dialogs/funddialog.cpp dialogs/newprojectdialog.cpp
  dialogs/newstagedialog.cpp dialogs/offerdialog.cpp dialogs/profiledialog.cpp dialogs/releasedialog.cpp
  dialogs/revisionanswerdialog.cpp dialogs/revisiondialog.cpp dialogs/submitdialog.cpp dialogs/topupdialog.cpp
  dialogs/unsentdialog.cpp
  pages/boardcolumn.cpp pages/boardview.cpp pages/disputepanel.cpp pages/disputewords.cpp pages/heldcommand.cpp
  pages/inboxpage.cpp pages/inboxwords.cpp pages/moneypage.cpp pages/myworkpage.cpp pages/projectmoneyview.cpp
  pages/projectpage.cpp pages/projectspage.cpp pages/stageinspector.cpp
  pages/stageinspector_fill.cpp pages/stagelistview.cpp pages/stagesteps.cpp pages/stagewords.cpp
  pages/statementcsv.cpp
  widgets/moneyedit.cpp widgets/monthchart.cpp widgets/rowlist.cpp widgets/stagestepper.cpp
  widgets/tabletextmodel.cpp widgets/texttable.cpp widgets/walletcard.cpp)
