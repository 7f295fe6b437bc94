import crawl, planted, pytest, team, cast
from limen.conduct.core.services.erase import erase
from limen.conduct.core.occasions.services import withdraw
from limen.conduct.core.payments import pay
@pytest.mark.parametrize("what",["withdraw","erase","lock"])
def test_x(people, anna, what):
    planted.plant(anna, people)
    if what!="lock": withdraw(anna, data_use="keep", by=cast.BY)
    if what=="erase": erase(anna, by=cast.BY)
    if what=="lock":
        from limen.conduct.core.models import Study
        from limen.conduct.core.trail import recording
        with recording("study.locked", by=cast.BY) as r:
            s=Study.objects.get(); s.locked_at=r.at; r.change(s,"locked_at")
    for m in (people.ines, people.carla, people.mei):
        b=team.browser_of(m); b.raise_request_exception=False
        for name, address in crawl.addresses([anna]):
            a=b.get(address)
            if a.status_code>=500: print("R", what, m, name, a.status_code)
    print("R done")
